package io.apibuddy.domain.cache;

import java.util.List;

/**
 * The names of the parts that the proxy itself adds to a key, and of the fields in which a stored
 * request keeps what is not a field of the client's. All are in lower case.
 */
public final class OwnKeyParts {
  /** The reduction of the request's {@code Accept-Encoding}. */
  static final String CODING = "accept-encoding";

  /** The policy, unless it is {@code ttl}. */
  static final String POLICY = "cache-policy";

  /** The client's wish for another, independent answer to an equal request. */
  static final String VARIANT = "x-api-buddy-variant";

  /** Marks an answer that is shared across credentials. */
  static final String CREDENTIALS = "credentials";

  /** Marks a recording; no other key has this part. */
  static final String MODE = "cache-mode";

  /** The parts in the order in which they follow a key's fields; a key leaves out absent ones. */
  public static final List<String> IN_ORDER = List.of(CODING, POLICY, VARIANT, CREDENTIALS, MODE);

  /**
   * The field in which a recording keeps the fingerprint of its credentials, and an imported
   * fixture the statement that credentials do not matter.
   */
  static final String CREDENTIAL_FIELD = "x-api-buddy-credential";

  /**
   * The prefix of fields in which a request keeps other parts of its key; a field's name follows,
   * or {@code content-type} for the body's type.
   */
  public static final String KEY_FIELD = "x-api-buddy-key-";

  /** The prefix of all fields that are the proxy's own. */
  private static final String OWN_FIELD = "x-api-buddy-";

  private OwnKeyParts() {}

  /** Returns whether a stored request's field was no part of the client's request. */
  public static boolean isOwn(String name) {
    return name.equals(MODE) || name.equals(CREDENTIAL_FIELD) || name.startsWith(KEY_FIELD);
  }

  /** Returns whether a stored request's field distinguishes it without being part of its key. */
  public static boolean isCredential(String name) {
    return name.equals(CREDENTIAL_FIELD);
  }

  /** Returns whether a stored request's field is one that a client sends with such a request. */
  public static boolean isSent(String name) {
    return name.equals(VARIANT) || !(name.startsWith(OWN_FIELD) || IN_ORDER.contains(name));
  }
}
