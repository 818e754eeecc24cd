package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has writes of a running process to one file fail, until it is closed; needs strace. */
final class RefusingDisk implements AutoCloseable {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  private final Path calls;
  private final Process tracer;

  private RefusingDisk(Path calls, Process tracer) {
    this.calls = calls;
    this.tracer = tracer;
  }

  /**
   * Begins to refuse.
   *
   * @param error what the process is told, as {@code errno} calls it
   * @param when which writes of a thread fail, as strace's {@code inject} counts them
   * @param calls where the refused calls are written down
   */
  static RefusingDisk of(ProxyProcess process, Path file, String error, String when, Path calls)
      throws IOException {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    List<String> command =
        List.of(
            STRACE.toString(),
            "-f",
            "-qq",
            "-o",
            calls.toString(),
            "-P",
            file.toString(),
            "-e",
            "trace=write,pwrite64",
            "-e",
            "inject=write,pwrite64:error=" + error + ":when=" + when,
            "-p",
            Long.toString(process.pid()));
    return new RefusingDisk(calls, new ProcessBuilder(command).inheritIO().start());
  }

  boolean hasRefused() throws IOException {
    return Files.exists(calls) && Files.readString(calls).contains("(INJECTED)");
  }

  /** Lets the process write again. */
  @Override
  public void close() {
    tracer.destroy(); // which has it let go of the process
    tracer.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
