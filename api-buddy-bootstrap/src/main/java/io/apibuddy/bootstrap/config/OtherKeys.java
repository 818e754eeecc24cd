package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.Credentials.fields;
import static io.apibuddy.bootstrap.config.Quantities.days;
import static io.apibuddy.bootstrap.config.Quantities.duration;
import static io.apibuddy.bootstrap.config.Quantities.seconds;
import static io.apibuddy.bootstrap.config.RuleSections.rules;
import static io.apibuddy.bootstrap.config.Texts.flag;
import static io.apibuddy.bootstrap.config.Texts.oneOf;
import static io.apibuddy.bootstrap.config.Texts.text;

import io.apibuddy.domain.config.StoreBounds;
import java.time.Duration;
import java.util.List;

/** The keys of the small sections and those that only a mapping has. */
final class OtherKeys {
  static final Key<Duration> METRICS_RETENTION_DAYS =
      Key.of(
          "metrics.retention_days",
          days(),
          StoreBounds.DEFAULT.metricsRetention(),
          "how long counts of exchanges are kept, one row a minute for each kind");
  static final Key<String> LOGGING_LEVEL =
      Key.of(
          "logging.level",
          oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
          "INFO",
          "least important messages that are logged");
  static final Key<Boolean> LOGGING_INCLUDE_SECURE_KEY =
      Key.of(
          "logging.include_secure_key",
          flag(),
          false,
          "cannot be true: the access key is never logged");
  static final Key<String> UPSTREAM =
      Key.ofMapping(
          "upstream",
          text("an upstream's base URL such as https://api.example.com/v1"),
          "where the mapping's requests go");
  static final Key<List<Credentials.Field>> HEADERS =
      Key.ofMapping(
              "headers",
              fields(),
              "fields to add to every request of the mapping, in place of the client's")
          .masked();
  static final Key<Duration> TTL =
      Key.ofMapping("ttl", duration(), "how long the mapping's responses are fresh");
  static final Key<Duration> TTL_SECONDS =
      Key.ofMapping("ttl_seconds", seconds(), "the same as a plain number; ttl goes before it");

  static final Key<List<Node.Mapping>> RULES =
      Key.ofMapping(
          "rules",
          rules(),
          "requests that are cached otherwise, the first that fits; see rules.md");

  static final List<Key<?>> ALL =
      List.of(
          METRICS_RETENTION_DAYS,
          LOGGING_LEVEL,
          LOGGING_INCLUDE_SECURE_KEY,
          UPSTREAM,
          HEADERS,
          TTL,
          TTL_SECONDS,
          RULES);

  private OtherKeys() {}
}
