// Judge reads clusters, one as JSON a line, and writes for each a line of cells: what the policies make of every
// connection between two pods, or a pod and an outside address, at every port asked for.
//
// A cell is the sum of egress (1 = allowed), ingress (2 = allowed) and open (4 = the law leaves the connection to the
// network plugin: a pod to itself, or pods that only an ipBlock admits, which egress and ingress then do not count).
// Sources and destinations are the pods, then the addresses, in the order given; ports turn fastest.
//
// Policies are judged by cyclonus, label selectors by Kubernetes' own apimachinery: cyclonus holds that NotIn needs the
// key, and that an empty value matches an absent one.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

const (
	egress = 1 << iota
	ingress
	open
)

type cluster struct {
	Namespaces []corev1.Namespace
	Pods       []corev1.Pod
	Policies   []*networkingv1.NetworkPolicy
	Addresses  []string
	Ports      []port
}

type port struct {
	Port     int
	Protocol corev1.Protocol
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	in.DisallowUnknownFields()
	for n := 0; ; n++ {
		var c cluster
		if err := in.Decode(&c); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			fail(n, err)
		}
		cells, err := c.judge()
		if err != nil {
			fail(n, err)
		}
		out.Write(append(cells, '\n'))
	}
	if err := out.Flush(); err != nil {
		fail(0, err)
	}
}

func fail(n int, err error) {
	fmt.Fprintf(os.Stderr, "cluster %d: %v\n", n, err)
	os.Exit(1)
}

func (c *cluster) judge() ([]byte, error) {
	peers, err := c.peers()
	if err != nil {
		return nil, err
	}
	var cells []byte
	policies := matcher.BuildNetworkPolicies(false, c.Policies)
	policiesWithoutBlocks := matcher.BuildNetworkPolicies(false, withoutBlocks(c.Policies))
	for from, source := range peers {
		for to, destination := range peers {
			if source.IsExternal() && destination.IsExternal() {
				continue
			}
			for _, p := range c.Ports {
				var names []string
				if to < len(c.Pods) {
					names = portNames(c.Pods[to], p)
				}
				cell := ask(policies, source, destination, p, names)
				if !source.IsExternal() && !destination.IsExternal() {
					without := ask(policiesWithoutBlocks, source, destination, p, names)
					if from == to || allowed(cell) != allowed(without) {
						without |= open
					}
					cell = without
				}
				cells = append(cells, '0'+cell)
			}
		}
	}
	return cells, nil
}

// ask takes a port under each of its names: a rule that names any of them means it.
func ask(policy *matcher.Policy, source, destination *matcher.TrafficPeer, p port, names []string) (cell byte) {
	for _, name := range append(names, "") {
		result := policy.IsTrafficAllowed(&matcher.Traffic{
			Source: source, Destination: destination,
			ResolvedPort: p.Port, ResolvedPortName: name, Protocol: p.Protocol,
		})
		if result.Egress.IsAllowed() {
			cell |= egress
		}
		if result.Ingress.IsAllowed() {
			cell |= ingress
		}
	}
	return cell
}

func allowed(cell byte) bool { return cell&(egress|ingress) == egress|ingress }

func portNames(pod corev1.Pod, p port) (names []string) {
	containers := pod.Spec.Containers
	for _, c := range pod.Spec.InitContainers {
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			containers = append(containers[:len(containers):len(containers)], c)
		}
	}
	for _, c := range containers {
		for _, declared := range c.Ports {
			protocol := declared.Protocol
			if protocol == "" {
				protocol = corev1.ProtocolTCP
			}
			if declared.Name != "" && int(declared.ContainerPort) == p.Port && protocol == p.Protocol {
				names = append(names, declared.Name)
			}
		}
	}
	return names
}

// peers does to the objects what the API server does, and gives pods and addresses as cyclonus takes them. Selectors
// become marks that the pods and namespaces which they select carry as labels.
func (c *cluster) peers() ([]*matcher.TrafficPeer, error) {
	namespaces := newMarked()
	for _, n := range c.Namespaces {
		namespaces.add(n.Name, n.Labels)
		namespaces.labels[n.Name][corev1.LabelMetadataName] = n.Name
	}
	pods := newMarked()
	for i := range c.Pods {
		namespace := orDefault(&c.Pods[i].Namespace)
		if _, ok := namespaces.labels[namespace]; !ok {
			namespaces.add(namespace, map[string]string{corev1.LabelMetadataName: namespace})
		}
		pods.add(namespace+"/"+c.Pods[i].Name, c.Pods[i].Labels)
	}
	for _, policy := range c.Policies {
		orDefault(&policy.Namespace)
		spec := &policy.Spec
		if len(spec.PolicyTypes) == 0 {
			spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
			if len(spec.Egress) > 0 {
				spec.PolicyTypes = append(spec.PolicyTypes, networkingv1.PolicyTypeEgress)
			}
		}
		errs := []error{pods.mark(&spec.PodSelector)}
		eachPeer(spec, func(peer *networkingv1.NetworkPolicyPeer) {
			errs = append(errs, pods.mark(peer.PodSelector), namespaces.mark(peer.NamespaceSelector))
		})
		if err := errors.Join(errs...); err != nil {
			return nil, fmt.Errorf("policy %s: %w", policy.Name, err)
		}
	}
	var peers []*matcher.TrafficPeer
	for _, pod := range c.Pods {
		peers = append(peers, &matcher.TrafficPeer{IP: pod.Status.PodIP, Internal: &matcher.InternalPeer{
			PodLabels:       pods.marks[pod.Namespace+"/"+pod.Name],
			Namespace:       pod.Namespace,
			NamespaceLabels: namespaces.marks[pod.Namespace],
		}})
	}
	for _, address := range c.Addresses {
		peers = append(peers, &matcher.TrafficPeer{IP: address})
	}
	return peers, nil
}

func orDefault(namespace *string) string {
	if *namespace == "" {
		*namespace = corev1.NamespaceDefault
	}
	return *namespace
}

type marked struct {
	labels, marks map[string]map[string]string
	selectors     int
}

func newMarked() *marked {
	return &marked{labels: map[string]map[string]string{}, marks: map[string]map[string]string{}}
}

func (m *marked) add(name string, labels map[string]string) {
	m.labels[name] = map[string]string{}
	for key, value := range labels {
		m.labels[name][key] = value
	}
	m.marks[name] = map[string]string{}
}

// mark leaves nil and empty selectors as they are.
func (m *marked) mark(selector *metav1.LabelSelector) error {
	if selector == nil || len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
		return nil
	}
	compiled, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		return err
	}
	m.selectors++
	mark := fmt.Sprintf("selector-%d", m.selectors)
	for name, set := range m.labels {
		if compiled.Matches(labels.Set(set)) {
			m.marks[name][mark] = "selected"
		}
	}
	*selector = metav1.LabelSelector{MatchLabels: map[string]string{mark: "selected"}}
	return nil
}

// withoutBlocks gives the other reading of the law: that ipBlock never means a pod.
func withoutBlocks(policies []*networkingv1.NetworkPolicy) (copies []*networkingv1.NetworkPolicy) {
	nobody := &metav1.LabelSelector{MatchLabels: map[string]string{"nobody": "selected"}}
	for _, policy := range policies {
		copied := policy.DeepCopy()
		eachPeer(&copied.Spec, func(peer *networkingv1.NetworkPolicyPeer) {
			if peer.IPBlock != nil {
				*peer = networkingv1.NetworkPolicyPeer{PodSelector: nobody}
			}
		})
		copies = append(copies, copied)
	}
	return copies
}

func eachPeer(spec *networkingv1.NetworkPolicySpec, visit func(*networkingv1.NetworkPolicyPeer)) {
	for i := range spec.Ingress {
		for j := range spec.Ingress[i].From {
			visit(&spec.Ingress[i].From[j])
		}
	}
	for i := range spec.Egress {
		for j := range spec.Egress[i].To {
			visit(&spec.Egress[i].To[j])
		}
	}
}
