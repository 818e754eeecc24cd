package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.system.ScriptedProxy.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields, validation, ranges and invalidation, by the clauses of RFC 9111 and RFC 9110. */
class ValidationConformanceTest {
  @RegisterExtension static final ScriptedProxy proxy = new ScriptedProxy();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Test-Header: a",
        "X-Test-Header: a & X-Test-Header: b",
        "Content-Foo: a",
        "Content-Type: text/plain;charset=utf-8",
        "Content-Language: de",
        "Content-Location: http://else.test/x",
        "Content-MD5: rL0Y20zC+Fzt72VPzMSk2A==",
        "Content-Range: bytes 0-6/7",
        "Content-Security-Policy: default-src 'self'",
        "Clear-Site-Data: \"cookies\"",
        "ETag: W/\"a\"",
        "ETag: bare",
        "Last-Modified: {imf-9}",
        "Expires: {imf+9}",
        "Link: <http://else.test/>; rel=next",
        "Server: x",
        "Set-Cookie: a=b",
        "Warning: 110 - \"stale\"",
        "X-Frame-Options: deny",
        "Vary: Test-Header",
        "WWW-Authenticate: Basic realm=\"x\"",
      })
  void section3_1AllFieldsAreStored(String fields) throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60 & " + fields));
    String name = fields.substring(0, fields.indexOf(':'));
    String first = proxy.get(path, "").field(name);
    Answer second = proxy.get(path, "");

    assertThat(second.field("X-Cache")).isEqualTo("HIT");
    assertThat(first).isNotEmpty();
    assertThat(second.field(name)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: x-a & X-A: 1",
        "Keep-Alive: timeout=5",
        "Proxy-Authenticate: Basic realm=\"x\"",
        "Proxy-Authentication-Info: x",
        "Proxy-Authorization: x",
        "Proxy-Connection: close",
        "TE: trailers",
        "Upgrade: x",
        "Cache-Control: private=\"x-a\" & X-A: 1",
        "Cache-Control: no-cache=\"x-a, x-b\" & X-A: 1",
        "Cache-Control: no-cache=x-a & X-A: 1",
        "Cache-Control: private=\"set-cookie\" & Set-Cookie: a=b"
      })
  void section3_1ConnectionSpecificAndWithheldFieldsAreNotReused(String fields) throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60 & " + fields));
    String last = fields.substring(fields.lastIndexOf("& ") + 1).trim();
    proxy.get(path, "");
    Answer second = proxy.get(path, "");

    assertThat(second.field("X-Cache")).isEqualTo("HIT");
    assertThat(second.field(last.substring(0, last.indexOf(':')))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Test-Header: a             | Test-Header: b              | b",
        "Test-Header: a             | Test-Header: b & Test-Header: c | b, c",
        "Test-Header: a             | X-Other: b                  | a",
        "Content-Type: text/plain   | Content-Type: text/html     | text/html",
        "Content-Foo: a             | Content-Foo: b              | b",
        "Content-Language: de       | Content-Language: en        | en",
        "Content-Location: urn:a    | Content-Location: urn:b     | urn:b",
        "Content-Security-Policy: a & Content-Type: text/plain | Content-Security-Policy: b | b",
        "Set-Cookie: a=1            | Set-Cookie: a=2             | a=2",
        "Cache-Control: max-age=1   | Cache-Control: max-age=60   | max-age=60",
        "Content-Range: bytes 0-6/7 | Content-Range: bytes 0-1/7  | bytes 0-6/7",
        "Content-Encoding: identity | Content-Encoding: gzip      | identity",
        "Last-Modified: a           | Last-Modified: b            | b",
        "X-A: a                     | X-A: b & Connection: x-a    | a",
      })
  void section3_2AValidationUpdatesTheStoredFields(String before, String update, String after)
      throws IOException {
    String name = before.substring(0, before.indexOf(':'));
    String fresh = name.equals("Cache-Control") ? "" : " & Cache-Control: max-age=60";
    String stale = name.equals("Cache-Control") ? "" : " & Cache-Control: max-age=1";
    String path =
        proxy.resource(
            proxy.ok("ETag: \"1\" & " + before + stale),
            proxy.notModified("ETag: \"1\" & " + update + fresh));
    proxy.get(path, "");
    proxy.pass(2);
    Answer validated = proxy.get(path, "");
    Answer hit = proxy.get(path, "");

    assertThat(validated.field("X-Cache")).isEqualTo("REVALIDATED");
    assertThat(validated.body()).isEqualTo("content");
    assertThat(validated.field(name)).isEqualTo(after);
    assertThat(hit.field("X-Cache")).isEqualTo("HIT");
    assertThat(hit.field(name)).isEqualTo(after);
    assertThat(hit.field("Content-Length")).isEqualTo("7");
    assertThat(ScriptedProxy.field(proxy.received(path).get(1), "If-None-Match"))
        .isEqualTo("\"1\"");
  }

  @Test
  void section4_3_1LastModifiedServesAsValidator() throws IOException {
    String path =
        proxy.resource(
            proxy.ok("Cache-Control: no-cache & Last-Modified: Mon, 31 Dec 2025 00:00:00 GMT"),
            proxy.notModified(""));
    proxy.get(path, "");

    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo("REVALIDATED");
    assertThat(ScriptedProxy.field(proxy.received(path).get(1), "If-Modified-Since"))
        .isEqualTo("Mon, 31 Dec 2025 00:00:00 GMT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ETag: \"a\"              | If-None-Match: \"a\"                    | 304",
        "ETag: \"a\"              | If-None-Match: W/\"a\"                  | 304",
        "ETag: W/\"a\"            | If-None-Match: \"a\"                    | 304",
        "ETag: \"a\"              | If-None-Match: \"b\", \"a\" , \"c\"     | 304",
        "ETag: \"a\"              | If-None-Match: \"b\" & If-None-Match: \"a\" | 304",
        "ETag: \"a,b\"            | If-None-Match: \"x\", \"a,b\"           | 304",
        "ETag: \"a\"              | If-None-Match: *                        | 304",
        "ETag: \"a\"              | If-None-Match: \"b\"                    | 200",
        "ETag: \"a\"              | If-None-Match: \"b,\"                   | 200",
        "ETag: a                  | If-None-Match: a                        | 304",
        "Last-Modified: {imf-100} | If-Modified-Since: {imf-100}            | 304",
        "Last-Modified: {imf-100} | If-Modified-Since: {850-99}             | 304",
        "Last-Modified: {imf-100} | If-Modified-Since: {asctime-101}        | 200",
        "Last-Modified: {imf-100} | If-Modified-Since: soon                 | 200",
        "X-A: a                   | If-Modified-Since: {imf+0}              | 304",
        "X-A: a                   | If-Modified-Since: {imf-1}              | 200",
        "ETag: \"a\" & Last-Modified: {imf-100} | If-None-Match: \"b\" & If-Modified-Since: {imf+0} | 200",
        "ETag: \"a\" & Last-Modified: {imf-100} | If-None-Match: \"a\" & If-Modified-Since: {imf-999} | 304",
      })
  void section4_3_2ClientConditionIsEvaluatedAgainstTheStoredResponse(
      String fields, String condition, int status) throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60 & " + fields));
    Answer first = proxy.get(path, "");
    Answer second = proxy.get(path, condition);

    assertThat(second.status()).isEqualTo(status);
    assertThat(second.body()).isEqualTo(status == 200 ? "content" : "");
    assertThat(second.field("ETag")).isEqualTo(first.field("ETag"));
    assertThat(second.field("Date")).isEqualTo(first.field("Date"));
    assertThat(second.field("Cache-Control")).isEqualTo("max-age=60");
    assertThat(proxy.received(path)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match: \"a\"       | 304",
        "If-None-Match: \"b\"       | 206",
        "If-Modified-Since: {imf+0} | 304",
        "If-Modified-Since: {imf-9} | 206",
      })
  void section4_3_2ClientConditionIsEvaluatedAgainstAStoredPart(String condition, int status)
      throws IOException {
    String fields = "Cache-Control: max-age=60 & ETag: \"a\" & Content-Range: bytes 0-2/7";
    String path = proxy.resource(proxy.response(206, fields, "con"));
    proxy.get(path, "Range: bytes=0-2");

    assertThat(proxy.get(path, "Range: bytes=0-2 & " + condition).status()).isEqualTo(status);
    assertThat(proxy.received(path)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cache-Control: no-store", "Cache-Control: private", "Vary: X-A"})
  void section4_3_4ConfirmedResponseThatMayNotBeStoredIsFetchedAgain(String update)
      throws IOException {
    String path =
        proxy.resource(
            proxy.ok("Cache-Control: max-age=1 & ETag: \"a\""),
            proxy.notModified("ETag: \"a\" & " + update),
            proxy.ok("ETag: \"b\" & " + update));
    proxy.get(path, "");
    proxy.pass(2);

    assertThat(proxy.get(path, "").field("ETag")).isEqualTo("\"b\"");
    assertThat(ScriptedProxy.field(proxy.received(path).get(2), "If-None-Match")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-None-Match: \"a\"", "If-None-Match: a", "If-Modified-Since: {imf+0}"})
  void section4_3_2UpstreamEvaluatesAConditionIfNothingIsStored(String condition)
      throws IOException {
    String path = proxy.resource(proxy.notModified("ETag: \"a\""), proxy.ok("ETag: \"a\""));
    Answer first = proxy.get(path, condition);

    String name = condition.substring(0, condition.indexOf(':'));
    assertThat(ScriptedProxy.field(proxy.received(path).get(0), name)).isNotEmpty();
    assertThat(first.status()).isEqualTo(304);
    assertThat(proxy.get(path, "").body()).isEqualTo("content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Range: bytes=2-4                                | 206 | nte     | bytes 2-4/7",
        "Range: bytes=0-0                                | 206 | c       | bytes 0-0/7",
        "Range: bytes=4-                                 | 206 | ent     | bytes 4-6/7",
        "Range: bytes=-2                                 | 206 | nt      | bytes 5-6/7",
        "Range: bytes=-99                                | 206 | content | bytes 0-6/7",
        "Range: BYTES=5-99                               | 206 | nt      | bytes 5-6/7",
        "Range: bytes=7-                                 | 416 | ``      | bytes */7",
        "Range: bytes=-0                                 | 416 | ``      | bytes */7",
        "Range: bytes=3-2                                | 200 | content | ``",
        "Range: bytes=x                                  | 200 | content | ``",
        "Range: lines=1-2                                | 200 | content | ``",
        "Range: bytes=0-0,2-3                            | 200 | content | ``",
        "Range: bytes=2-4 & If-Range: \"a\"              | 206 | nte     | bytes 2-4/7",
        "Range: bytes=2-4 & If-Range: W/\"a\"            | 200 | content | ``",
        "Range: bytes=2-4 & If-Range: \"b\"              | 200 | content | ``",
        "Range: bytes=2-4 & If-Range: {imf-100}          | 206 | nte     | bytes 2-4/7",
        "Range: bytes=2-4 & If-Range: {imf-99}           | 200 | content | ``",
        "Range: bytes=2-4 & If-None-Match: \"a\"         | 304 | ``      | ``",
      })
  void rfc9110Section14RangeIsServedFromTheStoredResponse(
      String request, int status, String body, String contentRange) throws IOException {
    String path =
        proxy.resource(
            proxy.ok("Cache-Control: max-age=60 & ETag: \"a\" & Last-Modified: {imf-100}"));
    proxy.get(path, "");
    Answer second = proxy.get(path, request);

    assertThat(second.status()).isEqualTo(status);
    assertThat(second.body()).isEqualTo(body);
    assertThat(second.field("Content-Range")).isEqualTo(contentRange);
    assertThat(proxy.received(path)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5.2.2.2 | max-age=1, must-revalidate                   | 504",
        "5.2.2.8 | max-age=1, proxy-revalidate                  | 504",
        "5.2.2.10| s-maxage=1                                   | 504",
        "5.2.2.4 | no-cache                                     | 504",
        "4.2.4   | max-age=1                                    | 502",
        "5861 4  | max-age=1, stale-if-error=60                 | 200",
        "5861 4  | max-age=1, stale-if-error=1                  | 502",
        "5861 4  | max-age=1, stale-if-error                    | 502",
        "5861 4  | max-age=1, stale-if-error=60, must-revalidate| 504",
      })
  void section4_2_4StaleResponseIsServedForAFailedUpstreamOnlyIfAllowed(
      String clause, String cacheControl, int status) throws IOException {
    String path = proxy.resource(proxy.ok("ETag: \"a\" & Cache-Control: " + cacheControl), "");
    proxy.get(path, "");
    proxy.pass(3);

    assertThat(proxy.get(path, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 200, MISS",
    "PUT, 204, MISS",
    "DELETE, 302, MISS",
    "PATCH, 200, MISS",
    "FOO, 200, MISS",
    "PUT, 404, HIT",
    "POST, 500, HIT"
  })
  void section4_4ASuccessfulUnsafeRequestInvalidates(String method, int status, String outcome)
      throws IOException {
    String path =
        proxy.resource(
            proxy.ok("Cache-Control: max-age=60"),
            proxy.response(status, "", status == 204 ? "" : "done"),
            proxy.ok("Cache-Control: max-age=60"));
    proxy.get(path, "");
    proxy.ask(method, path, "Content-Length: 0");

    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo(outcome);
  }

  @Test
  void section4_3_5AHeadIsAnsweredFromAGetButNotAGetFromAHead() throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60"));
    proxy.ask("HEAD", path, "");
    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo("MISS");
    Answer head = proxy.ask("HEAD", path, "");

    assertThat(head.field("X-Cache")).isEqualTo("HIT");
    assertThat(head.field("Content-Length")).isEqualTo("7");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void section5_1AgeIsTheReceivedAgePlusTheResidentTime() throws IOException {
    String path = proxy.resource(proxy.ok("Cache-Control: max-age=60 & Age: 10"));

    assertThat(proxy.get(path, "").field("Age")).isEqualTo("10");
    proxy.pass(3);
    assertThat(proxy.get(path, "").field("Age")).isEqualTo("13");
    assertThat(proxy.get(proxy.resource(proxy.ok("")), "").field("Age")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=2-4 | bytes=2-4 | 2-4/7 | HIT",
        "bytes=2-4 | bytes=3-3 | 2-4/7 | HIT",
        "bytes=2-4 | bytes=2-  | 2-4/7 | MISS",
        "bytes=4-  | bytes=5-  | 4-6/7 | HIT",
        "bytes=-3  | bytes=-2  | 4-6/7 | HIT",
        "bytes=-3  | bytes=-4  | 4-6/7 | MISS",
        "bytes=2-4 | bytes=2-4 | 2-4/* | HIT",
      })
  void section3_3StoredPartAnswersRangesWithinIt(
      String first, String second, String contentRange, String outcome) throws IOException {
    String fields = "Cache-Control: max-age=60 & Content-Range: bytes " + contentRange;
    String path = proxy.resource(proxy.response(206, fields, "xyz"));
    proxy.get(path, "Range: " + first);
    Answer answer = proxy.get(path, "Range: " + second);

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.field("X-Cache")).isEqualTo(outcome);
  }

  @Test
  void section3PartialResponseIsNotReusedForARequestWithoutRange() throws IOException {
    String path =
        proxy.resource(
            proxy.response(206, "Cache-Control: max-age=60 & Content-Range: bytes 0-1/7", "co"),
            proxy.ok("Cache-Control: max-age=60"));

    assertThat(proxy.get(path, "Range: bytes=0-1").status()).isEqualTo(206);
    assertThat(proxy.get(path, "").body()).isEqualTo("content");
    assertThat(proxy.get(path, "").field("X-Cache")).isEqualTo("HIT");
  }
}
