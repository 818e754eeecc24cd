package io.apibuddy.domain.cache;

import java.util.Set;

/**
 * Whether a response may be stored, and why not.
 *
 * @param storable whether the response may be stored
 * @param shareable whether equal requests in flight may get the response, too
 * @param detail why the response is not stored, as the {@code detail} of {@code Cache-Status};
 *     empty if it is stored
 * @param withheld names, in lower case, of fields that no other client may see
 */
public record Storability(
    boolean storable, boolean shareable, String detail, Set<String> withheld) {

  private static final String OVERTAKEN = "overtaken";

  /** The response may be stored. */
  public static final Storability YES = yes(Set.of());

  /** The upstream forbids storing the response. */
  public static final Storability NO_STORE = notShareable("no-store");

  /** What is stored under the key has been invalidated or removed since the request was sent. */
  public static final Storability INVALIDATED = notShareable("invalidated");

  /** The response is a server error, and the stored response may still be used. */
  public static final Storability SERVER_ERROR = no("server-error");

  /** The content says that it is a failure or a job in progress, or it contains a token. */
  public static final Storability NOT_WORTH_KEEPING = no("not-worth-keeping");

  /** Returns the result for a response that a later request's answer has overtaken. */
  public Storability overtaken() {
    return new Storability(false, shareable, OVERTAKEN, withheld);
  }

  /** Returns whether the response could be stored if it were not overtaken. */
  public boolean storableUnlessOvertaken() {
    return storable || detail.equals(OVERTAKEN);
  }

  static Storability yes(Set<String> withheld) {
    return new Storability(true, true, "", Set.copyOf(withheld));
  }

  static Storability no(String detail) {
    return new Storability(false, true, detail, Set.of());
  }

  static Storability notShareable(String detail) {
    return new Storability(false, false, detail, Set.of());
  }
}
