package io.apibuddy.bootstrap.cli;

import picocli.CommandLine.ExitCode;

/** Thrown if a command cannot do what it was asked to do. The message says why and what helps. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** Creates a run-time failure, whose exit code is 1. */
  CommandFailure(String message) {
    this(message, ExitCode.SOFTWARE);
  }

  CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
