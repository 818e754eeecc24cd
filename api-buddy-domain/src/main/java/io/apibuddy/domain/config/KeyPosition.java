package io.apibuddy.domain.config;

/** Where a request may carry its access key. */
public enum KeyPosition {
  /** As the first segment of the path, ahead of the alias. */
  PATH_PREFIX,
  /** As the value of a query parameter. */
  QUERY_PARAM,
  /** As the value of a header field. */
  HEADER
}
