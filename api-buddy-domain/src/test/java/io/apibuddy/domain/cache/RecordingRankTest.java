package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.StoredRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingRankTest {
  private static final EntryCompletion UNFINISHED =
      new EntryCompletion(Headers.EMPTY, Map.of(EntryCompletion.UNFINISHED, "true"));

  @ParameterizedTest
  @CsvSource({
    "200, LASTING, false",
    "301, LASTING, false",
    "404, LASTING, false",
    "408, REFUSAL, true",
    "425, REFUSAL, true",
    "429, REFUSAL, true",
    "499, LASTING, false",
    "500, ERROR, true",
    "503, REFUSAL, true",
    "529, REFUSAL, true",
    "599, ERROR, true"
  })
  void statusDecidesUnlessAJobGoesOn(int status, RecordingRank rank, boolean mayPass) {
    assertThat(rank("GET", status, EntryCompletion.PLAIN)).isEqualTo(rank);
    assertThat(RecordingRank.mayPass(status)).isEqualTo(mayPass);
  }

  @Test
  void answerAfterWhichAnotherOneFollowsIsAJobState() {
    assertThat(rank("GET", 202, EntryCompletion.PLAIN)).isEqualTo(RecordingRank.JOB_STATE);
    assertThat(rank("GET", 200, EntryCompletion.PLAIN, "Retry-After", "5"))
        .isEqualTo(RecordingRank.JOB_STATE);
    assertThat(rank("GET", 200, UNFINISHED)).isEqualTo(RecordingRank.JOB_STATE);
    assertThat(rank("GET", 404, EntryCompletion.PLAIN, "Retry-After", "5"))
        .isEqualTo(RecordingRank.LASTING);
  }

  @Test
  void refusalStaysOneWhateverItsContentSays() {
    assertThat(rank("GET", 503, UNFINISHED)).isEqualTo(RecordingRank.REFUSAL);
  }

  @Test
  void answerToARequestThatMayHaveStartedAJobLasts() {
    assertThat(rank("POST", 202, UNFINISHED, "Retry-After", "5")).isEqualTo(RecordingRank.LASTING);
  }

  @Test
  void aRequestIsSentAgainAfterAJobStateAndARefusal() {
    assertThat(RecordingRank.values())
        .filteredOn(RecordingRank::asksAgain)
        .containsExactly(RecordingRank.JOB_STATE, RecordingRank.REFUSAL);
  }

  private static RecordingRank rank(
      String method, int status, EntryCompletion completion, String... fields) {
    StoredRequest request =
        new StoredRequest("api", "https://api.test", method, "/jobs", Headers.EMPTY, null, "");
    return RecordingRank.of(request, new ResponseHead(status, Headers.of(fields)), completion);
  }
}
