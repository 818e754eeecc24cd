package io.apibuddy.ports.contract;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Runs a program on the tests' class and module path as a process that can be killed. */
public final class JavaProgram {
  private JavaProgram() {}

  /** Returns the command line that runs {@code main} with little memory. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx128m");
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String modules = System.getProperty("jdk.module.path");
    return modules == null ? classes : classes + File.pathSeparator + modules;
  }
}
