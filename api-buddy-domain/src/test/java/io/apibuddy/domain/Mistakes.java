package io.apibuddy.domain;

import java.io.IOException;
import java.util.List;

/** What a faulty adapter may throw. */
public final class Mistakes {
  private Mistakes() {}

  /** Returns one unchecked exception, one error and one checked exception. */
  public static List<Throwable> all() {
    return List.of(
        new IllegalStateException("boom"),
        new NoClassDefFoundError("boom"),
        new IOException("boom"));
  }

  /** Throws any throwable, as languages without checked exceptions do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
