package io.apibuddy.domain.cache;

import java.util.List;

/**
 * What the proxy adds to a key besides a request's fields, and the names under which a stored
 * request keeps what is no field of it. All names are in lower case.
 */
public final class OwnKeyParts {
  /** What the request's {@code Accept-Encoding} comes down to. */
  static final String CODING = "accept-encoding";

  /** The policy, unless it is the usual one. */
  static final String POLICY = "cache-policy";

  /** The client's wish for another answer to an equal request. */
  static final String VARIANT = "x-api-buddy-variant";

  /** That the answer is for all credentials. */
  static final String CREDENTIALS = "credentials";

  /** That the answer was recorded: the part of a key that recordings have and nothing else. */
  static final String MODE = "cache-mode";

  /** The parts in the order in which they follow a key's fields; absent ones are left out. */
  public static final List<String> IN_ORDER = List.of(CODING, POLICY, VARIANT, CREDENTIALS, MODE);

  /**
   * Where a recording keeps the fingerprint of the credentials that it was made with, and what came
   * from a fixture that they do not count.
   */
  static final String CREDENTIAL_FIELD = "x-api-buddy-credential";

  /**
   * Begins the names under which a request keeps what stands otherwise in its key: followed by a
   * field's name, or by {@code content-type} for the body's.
   */
  public static final String KEY_FIELD = "x-api-buddy-key-";

  /** Begins the names of all fields that are the proxy's. */
  private static final String OWN_FIELD = "x-api-buddy-";

  private OwnKeyParts() {}

  /** Returns whether a field that is kept with a request is no part of what was asked. */
  public static boolean isOwn(String name) {
    return name.equals(MODE) || name.equals(CREDENTIAL_FIELD) || name.startsWith(KEY_FIELD);
  }

  /**
   * Returns whether a field that is kept with a request separates it, but is no part of its key.
   */
  public static boolean isCredential(String name) {
    return name.equals(CREDENTIAL_FIELD);
  }

  /**
   * Returns whether a client that asks the same again sends a field that is kept with a request.
   */
  public static boolean isSent(String name) {
    return name.equals(VARIANT) || !(name.startsWith(OWN_FIELD) || IN_ORDER.contains(name));
  }
}
