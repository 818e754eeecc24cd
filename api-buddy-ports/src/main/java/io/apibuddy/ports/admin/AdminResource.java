package io.apibuddy.ports.admin;

import java.io.IOException;
import java.util.Set;

/** One resource below {@code /admin}. Safe for concurrent use. */
public interface AdminResource {

  /** The methods that change nothing on any resource. */
  Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /**
   * Returns the methods that this resource supports. {@code HEAD} is implied by {@code GET}; {@code
   * OPTIONS} is answered on its behalf.
   */
  Set<String> methods();

  /**
   * Returns whether requests with this method change nothing. More such requests are allowed per
   * minute.
   */
  default boolean onlyReads(String method) {
    return READING.contains(method);
  }

  /**
   * Answers a request.
   *
   * @param request a request with one of {@link #methods}
   * @throws AdminException to answer with an error
   * @throws IOException if reading the request's content fails
   */
  AdminAnswer answer(AdminRequest request) throws AdminException, IOException, InterruptedException;
}
