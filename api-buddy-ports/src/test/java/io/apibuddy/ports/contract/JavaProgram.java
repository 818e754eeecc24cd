package io.apibuddy.ports.contract;

import java.util.ArrayList;
import java.util.List;

/** A program on the tests' class path, to be run, and killed, as a process of its own. */
public final class JavaProgram {
  private JavaProgram() {}

  /** Returns the command line that runs {@code main}, with little memory. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx128m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
