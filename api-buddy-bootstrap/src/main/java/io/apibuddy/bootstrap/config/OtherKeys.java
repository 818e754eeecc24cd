package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.CallbackNames.callbacks;
import static io.apibuddy.bootstrap.config.CredentialTypes.fields;
import static io.apibuddy.bootstrap.config.PriceTypes.prices;
import static io.apibuddy.bootstrap.config.QuantityTypes.days;
import static io.apibuddy.bootstrap.config.QuantityTypes.duration;
import static io.apibuddy.bootstrap.config.QuantityTypes.seconds;
import static io.apibuddy.bootstrap.config.RuleTypes.rules;
import static io.apibuddy.bootstrap.config.TextTypes.flag;
import static io.apibuddy.bootstrap.config.TextTypes.oneOf;
import static io.apibuddy.bootstrap.config.TextTypes.text;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.domain.config.StoreBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of the small sections, and the keys that exist in mappings only. */
final class OtherKeys {
  static final Key<Duration> METRICS_RETENTION_DAYS =
      Key.of(
          "metrics.retention_days",
          days(),
          StoreBounds.DEFAULT.metricsRetention(),
          "how long counts of exchanges are kept, as one row a minute for each kind");
  static final Key<PriceTable> METRICS_PRICES =
      Key.of(
          "metrics.prices",
          prices(),
          PriceTable.NONE,
          "prices of models, to report the money saved; of other models only tokens are reported");
  static final Key<String> LOGGING_LEVEL =
      Key.of(
          "logging.level",
          oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
          "INFO",
          "least severe messages that are logged");
  static final Key<String> LOGGING_FORMAT =
      Key.of(
          "logging.format",
          oneOf("text", "json"),
          "text",
          "plain lines, or a JSON object per line and key-value pairs in an embedder's log events");
  static final Key<Boolean> LOGGING_LOG_TO_PARENT =
      Key.of(
          "logging.log_to_parent",
          flag(),
          true,
          "whether to write to the application's log; listeners are notified in any case");
  static final Key<String> LOGGING_PARENT_LOGGER =
      Key.optional(
          "logging.parent_logger",
          text("a logger's name such as com.example.proxy"),
          "logger to write to, instead of io.apibuddy.proxy");
  static final Key<Boolean> LOGGING_INCLUDE_SECURE_KEY =
      Key.of(
          "logging.include_secure_key",
          flag(),
          false,
          "must be false: the access key is never logged");
  static final Key<Map<String, String>> CALLBACKS =
      Key.of(
          "callbacks",
          callbacks(),
          Map.<String, String>of(),
          "listener classes on the class path, one for each event");
  static final Key<UpstreamBaseUrl> UPSTREAM =
      Key.ofMapping(
          "upstream",
          UpstreamBaseUrl.type("an upstream's base URL such as https://api.example.com/v1"),
          "where the mapping's requests go; a trailing slash is sent if nothing follows the alias");
  static final Key<List<CredentialTypes.Field>> HEADERS =
      Key.ofMapping(
              "headers",
              fields(),
              "fields added to every request of the mapping, replacing the client's")
          .masked();
  static final Key<Duration> TTL =
      Key.ofMapping("ttl", duration(), "how long the mapping's responses stay fresh");
  static final Key<Duration> TTL_SECONDS =
      Key.ofMapping("ttl_seconds", seconds(), "the same as a plain number; ttl overrides it");

  static final Key<List<Node.Mapping>> RULES =
      Key.ofMapping(
          "rules", rules(), "exceptions for some requests, the first match applies; see rules.md");

  static final List<Key<?>> ALL =
      List.of(
          METRICS_RETENTION_DAYS,
          METRICS_PRICES,
          LOGGING_LEVEL,
          LOGGING_FORMAT,
          LOGGING_LOG_TO_PARENT,
          LOGGING_PARENT_LOGGER,
          LOGGING_INCLUDE_SECURE_KEY,
          CALLBACKS,
          UPSTREAM,
          HEADERS,
          TTL,
          TTL_SECONDS,
          RULES);

  private OtherKeys() {}
}
