package io.apibuddy.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDifferenceTest {

  private static StoredRequest request(String method, String target, String... fields) {
    return withBody(method, target, "", fields);
  }

  private static StoredRequest withBody(
      String method, String target, String body, String... fields) {
    return new StoredRequest(
        "api",
        "https://up.test/v1",
        method,
        target,
        Headers.of(fields),
        new Body.Bytes(body.getBytes(StandardCharsets.UTF_8)),
        Integer.toHexString(body.hashCode()));
  }

  private static String place(StoredRequest asked, StoredRequest stored) {
    return RequestDifference.first(asked, stored, "authorization"::equals).place();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/c, path segment 2",
    "/a/b, /a, path segment 2",
    "/a, /a/, path segment 2",
    "/x/b, /y/b, path segment 1",
    "/a?p=1, /a?p=2, query parameter p",
    "/a?p=1&p=2, /a?p=2&p=1, query parameter p",
    "/a?p=1, /a, query parameter p (not stored)",
    "/a, /a?p, query parameter p (stored only)",
    "/a?a=1&b=2, /a?a=1&b=3, query parameter b",
    "/a?key=***, /a, nothing that is stored of it",
  })
  void theTargetIsComparedSegmentBySegmentAndParameterByParameter(
      String asked, String stored, String place) {
    assertThat(place(request("GET", asked), request("GET", stored))).isEqualTo(place);
  }

  @Test
  void methodAndFieldsAreComparedButNotCredentialsAndFieldsOfTheProxy() {
    StoredRequest asked = request("GET", "/a", "accept", "x", "authorization", "1");
    assertThat(place(asked, request("PUT", "/b"))).isEqualTo("method");
    assertThat(place(asked, request("GET", "/a", "accept", "y"))).isEqualTo("header accept");
    assertThat(place(asked, request("GET", "/a"))).isEqualTo("header accept (not stored)");
    assertThat(place(asked, request("GET", "/a", "accept", "x", "if-match", "y")))
        .isEqualTo("header if-match (stored only)");
    assertThat(
            place(
                asked,
                request(
                    "GET",
                    "/a",
                    "accept",
                    "x",
                    "cache-mode",
                    "record",
                    "x-api-buddy-credential",
                    "f")))
        .isEqualTo("nothing that is stored of it");
  }

  @Test
  void contentTypeIsCompared() {
    StoredRequest asked = request("POST", "/a", "x-api-buddy-key-content-type", "text/plain");
    String json = "application/json";
    assertThat(place(asked, request("POST", "/a", "x-api-buddy-key-content-type", json)))
        .isEqualTo("header content-type");
    assertThat(place(asked, request("POST", "/a"))).isEqualTo("header content-type (not stored)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|{\"a\":12}|body /a",
        "{\"a\":[1,{\"b\":\"x\"}]}|{\"a\":[1,{\"b\":\"y\"}]}|body /a/1/b",
        "{\"a\":[1]}|{\"a\":[1,2]}|body /a/1",
        "{\"a\":1,\"b\":2}|{\"a\":1}|body /b",
        "{\"b\":1,\"a\":2}|{\"a\":3, \"b\":1}|body /a",
        "{\"a/b~c\":1}|{\"a/b~c\":2}|body /a~1b~0c",
        "{\"a\":\"x\\\"y\"}|{\"a\":\"x\\\"z\"}|body /a",
        "{\"a\":null}|{}|body /a",
        "{\"a\":{}}|{\"a\":[]}|body /a",
        "[1]|{}|body",
        "{\"a\":1}|{\"a\":1|body",
        "{\"a\":1}|{\"a\":nul}|body",
        "{\"a\":1}|{\"a\":1},|body",
        "a=1|a=2|body",
      })
  void theContentIsComparedMemberByMemberIfBothAreJson(String asked, String stored, String place) {
    assertThat(place(withBody("POST", "/a", asked), withBody("POST", "/a", stored)))
        .isEqualTo(place);
  }

  @Test
  void contentNestedTooDeeplyIsNotReadAsJson() {
    String deep = "[".repeat(30_000);
    assertThat(place(withBody("POST", "/a", deep), withBody("POST", "/a", deep + "1")))
        .isEqualTo("body");
  }

  @Test
  void contentThatWasNotKeptDiffersAsAWhole() {
    StoredRequest kept = withBody("POST", "/a", "{}");
    StoredRequest notKept =
        new StoredRequest(
            kept.domain(), kept.upstream(), "POST", "/a", kept.headers(), null, "other");

    assertThat(place(kept, notKept)).isEqualTo("body");
  }

  @Test
  void requestThatDiffersLaterIsNearer() {
    StoredRequest asked = withBody("POST", "/a/b?p=1", "{\"a\":\"xyz\"}", "accept", "x");
    List<StoredRequest> nearestFirst =
        List.of(
            withBody("POST", "/a/b?p=1", "{\"a\":\"xyy\"}", "accept", "x"),
            withBody("POST", "/a/b?p=1", "{\"a\":\"xx\"}", "accept", "x"),
            request("POST", "/a/b?p=1", "accept", "y"),
            request("POST", "/a/b?p=2"),
            request("POST", "/a/c"),
            request("POST", "/b"),
            request("GET", "/a/b?p=1"));
    List<RequestDifference> differences =
        nearestFirst.stream()
            .map(stored -> RequestDifference.first(asked, stored, name -> false))
            .toList();

    assertThat(differences).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aCandidateShowsTheUrlAtTheUpstream() {
    StoredRequest stored = request("GET", "/v1/a?key=***");
    Candidate candidate =
        Candidate.of(
            stored, new RequestDifference(RequestDifference.Part.QUERY, 0, "query parameter p"));

    assertThat(candidate)
        .isEqualTo(new Candidate("GET", "https://up.test/v1/a?key=***", "query parameter p"))
        .hasToString("GET https://up.test/v1/a?key=*** (differs in query parameter p)");
  }
}
