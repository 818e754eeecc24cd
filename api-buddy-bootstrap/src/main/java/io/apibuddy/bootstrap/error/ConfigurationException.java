package io.apibuddy.bootstrap.error;

import java.util.List;

/**
 * Thrown if a configuration cannot be used. It holds all problems; nothing was started or changed.
 */
public final class ConfigurationException extends ProxyException {
  private static final long serialVersionUID = 1L;

  private final Problem[] problems;

  /** Holds one or more problems. */
  public ConfigurationException(List<Problem> problems) {
    super(describe(problems), null);
    this.problems = problems.toArray(Problem[]::new);
  }

  /** Holds one problem that concerns neither a place in a file nor a key. */
  public ConfigurationException(String message) {
    this(List.of(Problem.general(message)));
  }

  /** Returns the problems in the order of the file; there is at least one. */
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
