package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parser of a request that is described in JSON: method, url, headers, body. */
final class RequestDescriptionReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final List<String> MEMBERS = List.of("method", "url", "path", "headers", "body");

  private final byte[] source;
  private String method = "GET";
  private @Nullable String url;
  private final Headers.Builder headers = Headers.builder();
  private Body.Bytes body = Body.EMPTY;
  private boolean jsonBody;

  private RequestDescriptionReader(byte[] source) {
    this.source = source;
  }

  /**
   * Returns the described request. If the body is a JSON object or list and there is no {@code
   * Content-Type}, {@code application/json} is added.
   *
   * @throws IllegalArgumentException if the content describes no request; the message says why and
   *     quotes nothing of the content but the name of an unknown member
   */
  static RequestDescription read(Body.Bytes json) {
    RequestDescriptionReader reader = new RequestDescriptionReader(json.toByteArray());
    try (JsonParser parser = JSON.createParser(reader.source)) {
      reader.object(parser);
    } catch (JsonProcessingException e) {
      String place = Json.place(e); // the parser's message may quote a credential
      throw new IllegalArgumentException(
          "The content is not JSON" + (place.isEmpty() ? "." : ": see " + place + "."), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    String url = reader.url;
    if (url == null) {
      throw new IllegalArgumentException("url is missing: /alias/... or a URL of the proxy.");
    }
    Headers fields = reader.headers.build();
    boolean untyped = reader.jsonBody && !fields.contains("Content-Type");
    return RequestDescription.of(
        reader.method,
        url,
        untyped ? fields.toBuilder().add("Content-Type", "application/json").build() : fields,
        reader.body);
  }

  private void object(JsonParser parser) throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "The content is not a JSON object.");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "method" -> {
          method = text(parser, "method");
          require(Token.is(method), "method must be a token, such as GET.");
        }
        case "url", "path" -> {
          require(url == null, "url and path mean the same; remove one.");
          url = text(parser, name);
        }
        case "headers" -> headers(parser);
        case "body" -> body(parser);
        default -> throw new IllegalArgumentException(Json.unknownMember(name, MEMBERS));
      }
    }
    require(parser.nextToken() == null, "There is text after the JSON object.");
  }

  private void headers(JsonParser parser) throws IOException {
    String form = "headers must be an object; each value is a text or a list of texts.";
    require(parser.currentToken() == JsonToken.START_OBJECT, form);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      require(Token.is(name), "headers: a name is not a token, such as Accept.");
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          require(parser.currentToken() == JsonToken.VALUE_STRING, form);
          headers.add(name, parser.getText());
        }
      } else {
        require(parser.currentToken() == JsonToken.VALUE_STRING, form);
        headers.add(name, parser.getText());
      }
    }
  }

  private void body(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      body = new Body.Bytes(parser.getText().getBytes(StandardCharsets.UTF_8));
      return;
    }
    require(parser.currentToken().isStructStart(), "body must be a text, an object or a list.");
    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
    require(start >= 0, "The content is not UTF-8.");
    // The bytes as they were sent, because the spelling of numbers counts.
    body = new Body.Bytes(Arrays.copyOfRange(source, start, end));
    jsonBody = true;
  }

  private static String text(JsonParser parser, String name) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, name + " must be a text.");
    return parser.getText();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
