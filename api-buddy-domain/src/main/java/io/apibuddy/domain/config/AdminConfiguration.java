package io.apibuddy.domain.config;

import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin resources, and how often.
 *
 * @param enabled whether there are any
 * @param key the key that they want; null if that of everything else, if there is one, is enough
 * @param ratePerMinute how many requests that change something or fail one address may make in a
 *     minute; ten times as many reads
 */
public record AdminConfiguration(boolean enabled, @Nullable AccessKey key, int ratePerMinute) {

  /** Enabled, no key of their own, 10 a minute. */
  public static final AdminConfiguration DEFAULT = new AdminConfiguration(true, null, 10);

  /** Refuses a rate that lets nothing pass. */
  public AdminConfiguration {
    if (ratePerMinute < 1) {
      throw new IllegalArgumentException("rate must be 1 or more, is " + ratePerMinute);
    }
  }
}
