package io.apibuddy.domain.config;

import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin resources, and how often.
 *
 * @param enabled whether the admin resources are available
 * @param key the key that they require; null if they have none of their own, so that the proxy's
 *     access key applies, if there is one
 * @param ratePerMinute how many requests that change something or fail one address may send in a
 *     minute; it may send ten times as many that read; at least 1
 */
public record AdminConfiguration(boolean enabled, @Nullable AccessKey key, int ratePerMinute) {

  /** Enabled, no key of their own, 10 requests a minute. */
  public static final AdminConfiguration DEFAULT = new AdminConfiguration(true, null, 10);

  /** Rejects a rate below 1. */
  public AdminConfiguration {
    if (ratePerMinute < 1) {
      throw new IllegalArgumentException("rate must be 1 or more, is " + ratePerMinute);
    }
  }
}
