package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apibuddy.bootstrap.config.JsonErrorMessage;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Writes and reads the JSON of the admin resources: names are {@code snake_case}, null members are
 * absent, instants are RFC 3339 texts, and durations are numbers with the unit in the name.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /** Returns an answer with a record, map or list as JSON. */
  public static AdminResponse answer(Object value) {
    return AdminResponse.of("application/json", text(value) + "\n");
  }

  /** Returns a record, map or list as JSON on one line. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses JSON; throws {@link UncheckedIOException} if the text is not JSON. */
  public static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the value of a node as texts, numbers, booleans, lists and maps. */
  static Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  static JsonNode object(Body.Bytes content, String... members) throws AdminException {
    JsonNode node;
    try {
      node = MAPPER.readTree(content.toByteArray());
    } catch (JsonProcessingException e) {
      String place = place(e);
      String where = place.isEmpty() ? "" : place + ": ";
      throw AdminErrors.badRequest(
          "The content is not JSON: " + where + JsonErrorMessage.of(e.getOriginalMessage()) + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> known = Arrays.asList(members);
    if (!node.isObject()) {
      throw AdminErrors.badRequest(
          "The content must be a JSON object with " + String.join(", ", known) + ".");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw AdminErrors.badRequest(unknownMember(name, known));
      }
    }
    return node;
  }

  /**
   * Returns the line and column of a syntax error, empty if the parser names none, as for a limit.
   */
  static String place(JsonProcessingException complaint) {
    JsonLocation place = complaint.getLocation();
    return place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  /** Returns the message about an unknown member. */
  static String unknownMember(String name, List<String> known) {
    return "Unknown member " + name + "; known: " + String.join(", ", known) + ".";
  }
}
