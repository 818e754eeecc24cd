package io.apibuddy.bootstrap.error;

import java.util.List;

/** The configuration cannot be used; nothing was started. Names every problem at once. */
public final class ConfigurationException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final Problem[] problems;

  /** Describes one or more problems. */
  public ConfigurationException(List<Problem> problems) {
    super(describe(problems), null);
    this.problems = problems.toArray(Problem[]::new);
  }

  /** Describes a problem that no single place in a file is to blame for. */
  public ConfigurationException(String message) {
    this(List.of(Problem.general(message)));
  }

  /** Returns what is wrong, in the order of the file; at least one. */
  public List<Problem> problems() {
    return List.of(problems);
  }

  private static String describe(List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an exception without a problem");
    }
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(text.isEmpty() ? "" : "\n").append(problem);
    }
    return text.toString();
  }
}
