package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of an endpoint.
 *
 * @param request the request
 * @param variables the decoded path segment for each name in braces
 */
public record Call(AdminRequest request, Map<String, String> variables) {

  /** Copies the map. */
  public Call {
    variables = Map.copyOf(variables);
  }

  /** Returns the decoded path segment for a name in braces. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path has no {" + name + "}");
    }
    return value;
  }

  /** Returns the decoded value of the first query parameter of that name, null if there is none. */
  public @Nullable String parameter(String name) throws AdminException {
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
        return equals < 0 ? "" : decoded(pair.substring(equals + 1));
      }
    }
    return null;
  }

  /**
   * Returns a query parameter that is a whole number from {@code min} to {@code max}, or {@code
   * fallback} if there is none.
   *
   * @throws AdminException if the parameter is anything else
   */
  public int number(String name, int fallback, int min, int max) throws AdminException {
    String text = parameter(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below covers this case.
    }
    throw AdminErrors.badRequest(
        name + ": expected a whole number from " + min + " to " + max + ".");
  }

  /**
   * Returns the request's content, which must be a JSON object with no members but these.
   *
   * @throws AdminException if the content is anything else; the message names the place
   */
  public JsonNode object(String... members) throws AdminException {
    return Json.object(request.content(), members);
  }

  static String decoded(String text) throws AdminException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw AdminErrors.badRequest("The URL contains a percent sign without two hex digits.");
    }
  }
}
