package io.apibuddy.ports.admin;

import org.jspecify.annotations.Nullable;

/**
 * The resources below {@code /admin}. Who may use them, how often and by which methods is decided
 * before they are asked. Safe for concurrent use.
 */
@FunctionalInterface
public interface AdminResources {

  /** There are none. */
  AdminResources NONE = path -> null;

  /**
   * Returns the resource at a path, null if there is none.
   *
   * @param path as received, without access key and query; {@code /admin} or what begins with
   *     {@code /admin/}
   */
  @Nullable AdminResource at(String path);
}
