package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobStatusRequestTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/getTaskResult",
        "/tasks/get",
        "/tasks/get?region=eu",
        "/rpc/jobs.get",
        "/rpc/get_task",
        "/task/get-result",
        "/jobs/1/status",
        "/check_status",
        "/taskStatus",
        "/v1/publishers/google/models/veo:fetchPredictOperation",
        "/compute/v1/projects/p/zones/z/operations/o/wait",
        "/v1/projects/p/operations/o:wait"
      })
  void postWhosePathAsksForAStateIsAJobQuestion(String target) {
    assertThat(asks(target, "{\"id\":\"1\"}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/createTask",
        "/tasks",
        "/v1/responses",
        "/v1/responses/getaway",
        "/v1/widget",
        "/forget",
        "/target",
        "/get/1",
        "/users/getOrCreate",
        "/users/GetOrCreate",
        "/users/get_or_create",
        "/queue/getNextJob",
        "/queue/get-and-delete",
        "/queue/messages.getAndLock",
        "/repos/a/b/statuses/1",
        "/deployments/1/statuses",
        "/update_status",
        "/status/1",
        "/v1/fetch",
        "/describe",
        "/jobs/1/wait",
        "/v2/document/1",
        "/a?next=/get"
      })
  void otherPostsMayHaveStartedAJob(String target) {
    assertThat(asks(target, "{\"id\":\"1\"}")).isFalse();
  }

  @Test
  void postWithAStateInItsContentMaySetIt() {
    assertThat(asks("/jobs/1/status", "{\"status\":\"running\"}")).isFalse();
    assertThat(asks("/jobs/1/status", "{\"Status\":\"Running\"}")).isFalse();
    assertThat(asks("/jobs/1/status", "{\"orderState\":\"Running\"}")).isFalse();
    assertThat(asks("/jobs/1/status", "state=running")).isFalse();
  }

  @Test
  void documentKeyAsksForTheTranslationOfADocument() {
    assertThat(asks("/v2/document/1", "document_key=a")).isTrue();
    assertThat(asks("/v2/document/1/result", "document_key=a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tasks/get, true",
    "GetTask, true",
    "SendMessage, false",
    "tasks\\/get, true",
    "job_getState, true",
    "tasks/status, true",
    "message/send, false",
    "tools/call, false",
    "tasks/cancel, false"
  })
  void methodOfAJsonRpcCallDecides(String method, boolean asks) {
    String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}".formatted(method);

    assertThat(asks("/get", call)).isEqualTo(asks);
    assertThat(asks("/", "[" + call + "]")).isEqualTo(asks);
    assertThat(asks("/", "[" + call + ",{\"jsonrpc\":\"2.0\",\"method\":\"start\"}]")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"query\":\"{ currentBulkOperation { status } }\"} | true",
        "{\"query\":\"# how far\\n query Q($id: ID!) { job(id: $id) { status } }\"} | true",
        "{\"query\":\"fragment F on Job { status } query { job { ...F } }\"} | true",
        "[{\"query\":\"{ a }\"},{\"query\":\"{ b }\"}] | true",
        "{\"query\":\"mutation { start { status } }\"} | false",
        "{\"query\":\"query A { a } mutation B { b }\"} | false",
        "[{\"query\":\"{ a }\"},{\"query\":\"mutation { b }\"}] | false",
        "{\"query\":\"SELECT 1\"} | false",
        "{\"query\":\"query the planner\"} | false",
        "{\"query\":\"{app=1}\"} | false",
        "{\"query\":\"{ ...F } fragment F on Job { status }\"} | true",
        "{\"query\":{\"match_all\":{}}} | false",
        "{\"id\":\"1\"} | false"
      })
  void graphqlQueryIsAJobQuestionAndAMutationIsNot(String body, boolean asks) {
    assertThat(asks("/graphql", body)).isEqualTo(asks);
  }

  @ParameterizedTest
  @CsvSource({"GET, true", "HEAD, true", "PUT, false", "DELETE, false", "PATCH, false"})
  void otherHttpMethodsDecideByThemselves(String method, boolean asks) {
    assertThat(JobStatusRequest.is(request(method, "/jobs/get", null))).isEqualTo(asks);
  }

  @Test
  void contentThatWasNotKeptTellsNothing() {
    for (String target : new String[] {"/graphql", "/jobs/1/status", "/getTask"}) {
      StoredRequest tooLong =
          new StoredRequest("api", "https://api.test", "POST", target, Headers.EMPTY, null, "ab12");

      assertThat(JobStatusRequest.is(tooLong)).as(target).isFalse();
    }
    assertThat(JobStatusRequest.is(request("POST", "/getTask", null))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "#", "#\\n", "query ", "/get", "_status", "/operations/a"})
  void requestIsReadInLinearTime(String part) {
    String text = part.repeat(60_000 / part.length());

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> asks("/" + text, "{\"query\":\"" + text + "\"}"));
  }

  private static boolean asks(String target, String body) {
    return JobStatusRequest.is(request("POST", target, body));
  }

  private static StoredRequest request(String method, String target, @Nullable String body) {
    return new StoredRequest(
        "api",
        "https://api.test",
        method,
        target,
        Headers.EMPTY,
        body == null ? null : new Body.Bytes(body.getBytes(StandardCharsets.UTF_8)),
        "");
  }
}
