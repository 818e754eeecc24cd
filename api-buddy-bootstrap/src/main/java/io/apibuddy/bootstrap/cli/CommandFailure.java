package io.apibuddy.bootstrap.cli;

import picocli.CommandLine.ExitCode;

/** A command that cannot do what it was asked; the message says why and what helps. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A failure at run time. */
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
