// Pod is what a pod of the tests runs, in the network of that pod:
//
//	pod listen NAME ADDRESS PORT...   answers NAME on each port, TCP and UDP, and prints "ready" once it does
//	pod probe                         connects to what standard input asks for, and prints how each attempt ended
//	pod resolve                       the same for names, by the servers of /etc/resolv.conf
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	atOnce = 32
	// A refusal comes at once, so only what is lost takes as long.
	patience = 5 * time.Second
	// A datagram may be lost on a busy machine.
	resend = 500 * time.Millisecond
)

// target is one attempt: an address with port to connect to, or a name to resolve.
type target struct {
	Protocol string // "tcp" or "udp"
	To       string
	From     string // the address to come from, if there are several
}

// outcome is what came back, or how it ended: "refused" where nobody listens, "prohibited" where a policy forbids it,
// "timeout" where nothing came back, or the words of the system.
type outcome struct {
	Answer string `json:"answer,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) > 2 && args[0] == "listen":
		return listen(args[1], args[2], args[3:])
	case len(args) == 1 && args[0] == "probe":
		return each(probe)
	case len(args) == 1 && args[0] == "resolve":
		return each(resolve)
	}
	return fmt.Errorf("usage: pod listen NAME ADDRESS PORT... | pod probe | pod resolve")
}

func listen(name, address string, ports []string) error {
	for _, port := range ports {
		at := net.JoinHostPort(address, port)
		stream, err := net.Listen("tcp", at)
		if err != nil {
			return err
		}
		packets, err := net.ListenPacket("udp", at)
		if err != nil {
			return err
		}
		go answerStream(name, stream)
		go answerPackets(name, packets)
	}
	fmt.Println("ready")
	select {}
}

func answerStream(name string, listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			fail(err)
		}
		io.WriteString(connection, name)
		connection.Close()
	}
}

func answerPackets(name string, packets net.PacketConn) {
	question := make([]byte, 1)
	for {
		_, from, err := packets.ReadFrom(question)
		if err != nil {
			fail(err)
		}
		packets.WriteTo([]byte(name), from)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// each makes attempts, some at once, and prints the outcomes in the order of the targets.
func each(attempt func(target) (string, error)) error {
	var targets []target
	if err := json.NewDecoder(os.Stdin).Decode(&targets); err != nil {
		return err
	}
	outcomes := make([]outcome, len(targets))
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i, one := range targets {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			answer, err := attempt(one)
			outcomes[i] = outcome{answer, word(err)}
		})
	}
	all.Wait()
	return json.NewEncoder(os.Stdout).Encode(outcomes)
}

func probe(to target) (string, error) {
	deadline := time.Now().Add(patience)
	dialer := net.Dialer{Deadline: deadline}
	if from := net.ParseIP(to.From); from != nil && to.Protocol == "tcp" {
		dialer.LocalAddr = &net.TCPAddr{IP: from}
	} else if from != nil {
		dialer.LocalAddr = &net.UDPAddr{IP: from}
	}
	connection, err := dialer.Dial(to.Protocol, to.To)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	if to.Protocol == "tcp" {
		connection.SetDeadline(deadline)
		answer, err := io.ReadAll(connection)
		return string(answer), err
	}
	answer := make([]byte, 512)
	for {
		if _, err := connection.Write([]byte("?")); err != nil {
			return "", err
		}
		connection.SetReadDeadline(time.Now().Add(resend))
		n, err := connection.Read(answer)
		if errors.Is(err, os.ErrDeadlineExceeded) && time.Now().Before(deadline) {
			continue
		}
		return string(answer[:n]), err
	}
}

func resolve(name target) (string, error) {
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, server string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, name.Protocol, server)
	}}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	addresses, err := resolver.LookupHost(ctx, name.To)
	return strings.Join(addresses, " "), err
}

func word(err error) string {
	var timeout interface{ Timeout() bool }
	var dns *net.DNSError
	switch {
	case err == nil:
		return ""
	case is(err, syscall.ECONNREFUSED):
		return "refused"
	case is(err, syscall.EHOSTUNREACH):
		return "prohibited"
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no such name"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return err.Error()
}

// is also finds what a resolver tells in words alone.
func is(err error, number syscall.Errno) bool {
	return errors.Is(err, number) || strings.HasSuffix(err.Error(), number.Error())
}
