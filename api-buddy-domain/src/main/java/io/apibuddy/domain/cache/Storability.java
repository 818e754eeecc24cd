package io.apibuddy.domain.cache;

import java.util.Set;

/**
 * Whether a response may be stored, and why not.
 *
 * @param storable whether it may
 * @param shareable whether others who asked the same in the meantime may have it too
 * @param detail why it is not stored, as the {@code detail} of {@code Cache-Status}; empty if it is
 * @param withheld names, in lower case, of fields that nobody else may see
 */
public record Storability(
    boolean storable, boolean shareable, String detail, Set<String> withheld) {

  private static final String OVERTAKEN = "overtaken";

  /** It may be stored. */
  public static final Storability YES = yes(Set.of());

  /** Its upstream forbids it. */
  public static final Storability NO_STORE = forNobodyElse("no-store");

  /** What it answered has been made untrue since it was asked. */
  public static final Storability INVALIDATED = forNobodyElse("invalidated");

  /** What is stored may yet be used, and an error of the server's says nothing against it. */
  public static final Storability SERVER_ERROR = no("server-error");

  /** It says of itself that it failed, of a job that it goes on, or has a token. */
  public static final Storability NOT_WORTH_KEEPING = no("not-worth-keeping");

  /** Returns that it is not stored because a request that was asked later has been answered. */
  public Storability overtaken() {
    return new Storability(false, shareable, OVERTAKEN, withheld);
  }

  /** Returns whether it might be stored if only it came in time. */
  public boolean storableByItself() {
    return storable || detail.equals(OVERTAKEN);
  }

  static Storability yes(Set<String> withheld) {
    return new Storability(true, true, "", Set.copyOf(withheld));
  }

  static Storability no(String detail) {
    return new Storability(false, true, detail, Set.of());
  }

  static Storability forNobodyElse(String detail) {
    return new Storability(false, false, detail, Set.of());
  }
}
