//go:build tools

// Package minio pins the MinIO server that the tests of the services run against.
package minio

import _ "github.com/minio/minio"
