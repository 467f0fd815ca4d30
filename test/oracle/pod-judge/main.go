// Pod-judge reads pods, one as JSON a line, and writes for each a line: what the Pod Security Standards make of it.
//
// A line is cells with a semicolon between two: baseline of Kubernetes 1.0, 1.1 … to the version given as argument, then
// restricted of the same. A cell is the checks that refuse the pod, with a comma between two; empty where none does.
//
// Pods are judged by Kubernetes' own k8s.io/pod-security-admission.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func main() {
	if err := judge(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(args []string, r io.Reader, w io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: pod-judge MINOR-VERSION < PODS")
	}
	latest, err := strconv.Atoi(args[0])
	if err != nil {
		return fmt.Errorf("minor version: %w", err)
	}
	evaluator, err := policy.NewEvaluator(checksThatGiveTheirID(), nil)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bufio.NewReader(r))
	in.DisallowUnknownFields()
	out := bufio.NewWriter(w)
	for n := 0; ; n++ {
		var pod corev1.Pod
		if err := in.Decode(&pod); errors.Is(err, io.EOF) {
			return out.Flush()
		} else if err != nil {
			return fmt.Errorf("pod %d: %w", n, err)
		}
		setDefaults(&pod.Spec)
		var cells []string
		for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			for minor := 0; minor <= latest; minor++ {
				standard := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
				result := policy.AggregateCheckResults(evaluator.EvaluatePod(standard, &pod.ObjectMeta, &pod.Spec))
				cells = append(cells, strings.Join(result.ForbiddenReasons, ","))
			}
		}
		if _, err := fmt.Fprintln(out, strings.Join(cells, ";")); err != nil {
			return err
		}
	}
}

// checksThatGiveTheirID have their ID as the reason: reasons in words are shared by several checks.
func checksThatGiveTheirID() []policy.Check {
	checks := policy.DefaultChecks()
	for _, check := range checks {
		for i, version := range check.Versions {
			check.Versions[i].CheckPod = func(metadata *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
				result := version.CheckPod(metadata, spec)
				result.ForbiddenReason = string(check.ID)
				return result
			}
		}
	}
	return checks
}

// setDefaults does what the API server does before it asks the standards.
func setDefaults(spec *corev1.PodSpec) {
	for i := range spec.Volumes {
		if source := &spec.Volumes[i].VolumeSource; *source == (corev1.VolumeSource{}) {
			source.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}
