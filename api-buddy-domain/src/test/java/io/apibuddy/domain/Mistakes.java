package io.apibuddy.domain;

import java.io.IOException;
import java.util.List;

/** What an adapter throws by mistake, and how. */
public final class Mistakes {
  private Mistakes() {}

  /** Returns one of each kind. */
  public static List<Throwable> all() {
    return List.of(
        new IllegalStateException("boom"),
        new NoClassDefFoundError("boom"),
        new IOException("boom"));
  }

  /** Throws anything, as languages without checked exceptions do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
