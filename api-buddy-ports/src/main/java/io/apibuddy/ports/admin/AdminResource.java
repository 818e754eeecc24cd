package io.apibuddy.ports.admin;

import java.io.IOException;
import java.util.Set;

/** One resource of the proxy's own. Safe for concurrent use. */
public interface AdminResource {

  /** The methods that change nothing anywhere. */
  Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** Returns the methods that it has; HEAD goes with GET, OPTIONS is answered for it. */
  Set<String> methods();

  /** Returns whether requests by a method change nothing: more of them may come in a minute. */
  default boolean onlyReads(String method) {
    return READING.contains(method);
  }

  /**
   * Answers a request.
   *
   * @param request by one of {@link #methods}
   * @throws AdminException to answer with an error
   * @throws IOException if the request's content breaks off
   */
  AdminAnswer answer(AdminRequest request) throws AdminException, IOException, InterruptedException;
}
