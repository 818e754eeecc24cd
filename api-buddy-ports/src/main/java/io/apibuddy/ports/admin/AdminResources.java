package io.apibuddy.ports.admin;

import org.jspecify.annotations.Nullable;

/**
 * The resources below {@code /admin}. Access control, rate limits and allowed methods are checked
 * before a resource is called. Safe for concurrent use.
 */
@FunctionalInterface
public interface AdminResources {

  /** No resources. */
  AdminResources NONE = path -> null;

  /**
   * Returns the resource at a path, or null if there is none.
   *
   * @param path the path as received, without access key and query: {@code /admin}, or a path that
   *     starts with {@code /admin/}
   */
  @Nullable AdminResource at(String path);
}
