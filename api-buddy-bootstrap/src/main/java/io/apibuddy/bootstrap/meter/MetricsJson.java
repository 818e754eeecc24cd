package io.apibuddy.bootstrap.meter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.apibuddy.bootstrap.metrics.Day;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats metrics as the JSON document of {@code /admin/metrics}. */
public final class MetricsJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private MetricsJson() {}

  /**
   * Returns the document: the totals, then each alias, then the days of the history.
   *
   * @param history the days, null to leave the history out
   */
  public static String of(ProxyMetrics metrics, @Nullable List<Day> history) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      traffic(json, metrics.total());
      json.writeNumberField("other_requests", metrics.otherRequests());
      json.writeNumberField("domains_served", metrics.domainsServed());
      json.writeNumberField("uptime_seconds", metrics.uptime().toMillis() / 1e3);
      json.writeObjectFieldStart("domains");
      for (Map.Entry<String, Traffic> domain : metrics.domains().entrySet()) {
        json.writeObjectFieldStart(domain.getKey());
        traffic(json, domain.getValue());
        json.writeEndObject();
      }
      json.writeEndObject();
      if (history != null) {
        history(json, history);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void traffic(JsonGenerator json, Traffic traffic) throws IOException {
    json.writeNumberField("total_requests", traffic.totalRequests());
    json.writeNumberField("cache_hits", traffic.cacheHits());
    json.writeNumberField("cache_misses", traffic.cacheMisses());
    json.writeNumberField("hit_rate", traffic.hitRate());
    json.writeNumberField("average_response_time", traffic.averageResponseTime());
    json.writeNumberField("throttled", traffic.throttled());
    json.writeNumberField("upstream_requests", traffic.upstreamRequests());
    savings(json, traffic.savings());
  }

  private static void savings(JsonGenerator json, Savings savings) throws IOException {
    json.writeNumberField("saved_requests", savings.requests());
    json.writeNumberField("saved_bytes", savings.bytes());
    json.writeNumberField("saved_seconds", savings.seconds());
    json.writeArrayFieldStart("saved_tokens");
    for (SavedTokens tokens : savings.tokens()) {
      json.writeStartObject();
      json.writeStringField("model", tokens.model());
      json.writeNumberField("input", tokens.input());
      json.writeNumberField("cached_input", tokens.cachedInput());
      json.writeNumberField("output", tokens.output());
      if (tokens.money() != null) {
        json.writeNumberField("money", tokens.money());
        json.writeStringField("currency", tokens.currency());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void history(JsonGenerator json, List<Day> days) throws IOException {
    json.writeArrayFieldStart("history");
    for (Day day : days) {
      day(json, day);
    }
    json.writeEndArray();
  }

  private static void day(JsonGenerator json, Day day) throws IOException {
    json.writeStartObject();
    json.writeStringField("date", day.date().toString());
    json.writeNumberField("total_requests", day.totalRequests());
    json.writeNumberField("cache_hits", day.cacheHits());
    json.writeNumberField("saved_requests", day.savedRequests());
    json.writeEndObject();
  }
}
