package io.apibuddy.bootstrap.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.http.ResponseInspector.Inspection;
import io.apibuddy.ports.store.EntryCompletion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageInspectorTest {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final String CHAT =
      "{\"id\":\"c\",\"model\":\"gpt-4o-2024\",\"choices\":[{\"message\":{\"content\":\"{\\\"usage\\\":"
          + "{\\\"prompt_tokens\\\":9}}\",\"usage\":{\"prompt_tokens\":7}}}],\"usage\":{"
          + "\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":60}}}";

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Map<String, String> usage(
      String method, String type, String coding, byte[] content, int piece) {
    return inspected(method, type, coding, content, piece).attributes();
  }

  private static Inspection inspected(
      String method, String type, String coding, byte[] content, int piece) {
    Headers fields =
        coding.isEmpty()
            ? Headers.of("Content-Type", type)
            : Headers.of("Content-Type", type, "Content-Encoding", coding);
    Inspection inspection =
        new UsageInspector(() -> NOW)
            .begin(method, () -> "", new ResponseHead(200, fields), Duration.ofDays(7));
    for (int i = 0; i < content.length; i += piece) {
      inspection.take(
          new Body.Bytes(ByteBuffer.wrap(content, i, Math.min(piece, content.length - i))));
    }
    return inspection;
  }

  private static Map<String, String> usage(String type, String content) {
    return usage("POST", type, "", content.getBytes(UTF_8), 7);
  }

  private static Map<String, String> of(String model, int input, int cached, int output) {
    return Map.of(
        Usage.MODEL, model,
        Usage.INPUT, Integer.toString(input),
        Usage.CACHED_INPUT, Integer.toString(cached),
        Usage.OUTPUT, Integer.toString(output));
  }

  @Test
  void readsTokensOfOpenAiChatCompletions() {
    assertThat(usage(JSON, CHAT)).isEqualTo(of("gpt-4o-2024", 40, 60, 20));
  }

  @Test
  void readsTokensOfOpenAiResponsesAndEmbeddings() {
    assertThat(
            usage(
                JSON,
                "{\"model\":\"gpt-5\",\"usage\":{\"input_tokens\":30,\"input_tokens_details\":"
                    + "{\"cached_tokens\":10},\"output_tokens\":4,\"output_tokens_details\":"
                    + "{\"reasoning_tokens\":3}}}"))
        .isEqualTo(of("gpt-5", 20, 10, 4));
    assertThat(
            usage(
                JSON,
                "{\"data\":[{\"embedding\":[0.1,2]}],\"model\":\"embed\",\"usage\":"
                    + "{\"prompt_tokens\":8,\"total_tokens\":8}}"))
        .isEqualTo(of("embed", 8, 0, 0));
  }

  @Test
  void readsTokensOfAnthropicMessages() {
    assertThat(
            usage(
                JSON,
                "{\"type\":\"message\",\"model\":\"claude-x\",\"usage\":{\"input_tokens\":5,"
                    + "\"cache_read_input_tokens\":50,\"cache_creation_input_tokens\":2,"
                    + "\"output_tokens\":9}}"))
        .isEqualTo(of("claude-x", 7, 50, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'prompt_cache_hit_tokens':60,'prompt_cache_miss_tokens':40", // DeepSeek
        "'cached_tokens':60", // Moonshot
        "'num_cached_tokens':60", // Mistral
        "'prompt_tokens_details':{'cached_tokens':60},'cache_read_input_tokens':60,"
            + "'cache_creation_input_tokens':30", // LiteLLM
        "'cache_read_input_tokens':60,'cache_creation_input_tokens':30"
      })
  void cachedTokensByOtherNamesArePartOfThePromptTokens(String cached) {
    assertThat(
            usage(
                JSON,
                "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,"
                    + cached.replace('\'', '"')
                    + "}}"))
        .isEqualTo(of("m", 40, 60, 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x_groq\":{\"id\":\"r\",%s}", "\"choices\":[{\"index\":0,%s}]"})
  void readsUsageNestedInTheLastChunkOfGroqAndMoonshot(String chunk) {
    String usage = "\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":2}";

    assertThat(usage(EVENTS, "data: {\"model\":\"m\"," + chunk.formatted(usage) + "}\n\n"))
        .isEqualTo(of("m", 6, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'usage':{'images':{'input_tokens':5}}}",
        "{'input_tokens':5}", // a count that was asked for
        "{'meta':{'input_tokens':5,'other':{'input_tokens':5}}}",
        "{'meta':{'api_version':{'version':'1'},'billed_units':{'search_units':1}}}",
        "{'timings':{'eval_count':5},'evaluation_count':5}"
      })
  void tokensOfWhichNoKnownNameSpeaksAreNone(String content) {
    assertThat(usage(JSON, content.replace('\'', '"'))).isEmpty();
  }

  @Test
  void readsTokensOfBedrockConverse() {
    String usage =
        "{'output':{'message':{'role':'assistant','content':[{'text':'a'}]}},'stopReason':'end_turn',"
            + "'usage':{'inputTokens':5,'outputTokens':9,'totalTokens':66%s}}";
    String cached =
        ",'cacheReadInputTokens':50,'cacheWriteInputTokens':2,'cacheDetails':[{'inputTokens':2}]";

    assertThat(usage(JSON, usage.formatted(cached).replace('\'', '"')))
        .isEqualTo(of("unknown", 7, 50, 9));
    assertThat(usage(JSON, usage.formatted("").replace('\'', '"')))
        .isEqualTo(of("unknown", 5, 0, 9));
  }

  @Test
  void readsTokensOfOllamaAnswersAndEmbeddings() {
    String answer =
        "{\"model\":\"llama3.2\",\"message\":{\"content\":\"\"},\"done\":true,\"prompt_eval_count\":26,"
            + "\"prompt_eval_duration\":325,\"eval_count\":290,\"eval_duration\":4799}";
    String part = "{\"model\":\"llama3.2\",\"message\":{\"content\":\"a\"},\"done\":false}\n";

    assertThat(usage(JSON, answer)).isEqualTo(of("llama3.2", 26, 0, 290));
    assertThat(usage("application/x-ndjson", part + part + answer + "\n"))
        .isEqualTo(of("llama3.2", 26, 0, 290));
    assertThat(usage(JSON, "{\"model\":\"e\",\"embeddings\":[[0.1]],\"prompt_eval_count\":8}"))
        .isEqualTo(of("e", 8, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {'finish_reason':'COMPLETE','message':{},'usage':TOKENS}",
        "application/json | {'text':'a','meta':META}",
        "text/event-stream | data: {'type':'message-end','delta':{'usage':TOKENS}}",
        "application/stream+json | {'is_finished':false}@{'event_type':'stream-end','response':{'meta':META}}",
        "application/x-ndjson | {'is_finished':false}@{'event_type':'stream-end','response':{'meta':META}}"
      })
  void billedTokensOfCohereWinOverTokensRead(String type, String content) {
    String read = "'tokens':{'input_tokens':70,'output_tokens':75}";
    String billed = "{'billed_units':{'input_tokens':4,'output_tokens':74}," + read + "}";
    for (String tokens : new String[] {billed, "{" + read + "}"}) {
      String said =
          content
              .replace("TOKENS", tokens)
              .replace("META", "{'api_version':{'version':'1'}," + tokens.substring(1))
              .replace('@', '\n')
              .replace('\'', '"');
      boolean charged = tokens.equals(billed);

      assertThat(usage(type, said))
          .isEqualTo(charged ? of("unknown", 4, 0, 74) : of("unknown", 70, 0, 75));
    }
  }

  @Test
  void totalOfEmbeddingsCountsAsInputIfNothingElseIsGiven() {
    assertThat(usage(JSON, "{\"data\":[],\"model\":\"voyage-3\",\"usage\":{\"total_tokens\":10}}"))
        .isEqualTo(of("voyage-3", 10, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"100, 132, 100", "100, 0, 100", "9, 135, 103", "9, 41, 103"})
  void reasoningTokensCountOnceWhetherPartOfTheCompletionOrNot(
      int completion, int total, int output) {
    String content =
        "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":32,\"completion_tokens\":%s,\"total_tokens\":%s,"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":94}}}";

    assertThat(usage(JSON, content.formatted(completion, total))).isEqualTo(of("m", 32, 0, output));
  }

  @Test
  void readsTokensOfAnswersWrappedByCloudflare() {
    assertThat(
            usage(
                JSON,
                "{\"result\":{\"response\":\"a\",\"usage\":{\"prompt_tokens\":3,"
                    + "\"completion_tokens\":2,\"total_tokens\":5}},\"success\":true,\"errors\":[]}"))
        .isEqualTo(of("unknown", 3, 0, 2));
  }

  @Test
  void readsTokensOfGeminiAnswersAloneAndInAList() {
    String answer =
        "{\"candidates\":[],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":3,"
            + "\"thoughtsTokenCount\":2,\"toolUsePromptTokenCount\":2,\"totalTokenCount\":16},\"modelVersion\":\"gemini-2\"}";
    assertThat(usage(JSON, answer)).isEqualTo(of("gemini-2", 11, 0, 5));
    assertThat(usage(JSON, "[" + answer + "," + answer + "]")).isEqualTo(of("gemini-2", 11, 0, 5));
  }

  @Test
  void readsTokensOfTheLastStreamEventThatReportsThem() {
    assertThat(
            usage(
                EVENTS,
                "data: {\"model\":\"gpt\",\"choices\":[{}],\"usage\":null}\n\n"
                    + "data: {\"model\":\"gpt\",\"choices\":[],\"usage\":{\"prompt_tokens\":6,"
                    + "\"completion_tokens\":2}}\r\n\r\ndata: [DONE]\n\n"))
        .isEqualTo(of("gpt", 6, 0, 2));
    assertThat(
            usage(
                EVENTS,
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":"
                    + "\"claude\",\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n"
                    + "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}}\n\n"))
        .isEqualTo(of("claude", 25, 0, 15));
    assertThat(
            usage(
                EVENTS,
                "data: {\"type\":\"response.completed\",\"response\":{\"model\":\"gpt-5\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n"))
        .isEqualTo(of("gpt-5", 3, 0, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1000})
  void readsCompressedAnswersInPiecesOfAnySize(int piece) throws IOException {
    assertThat(usage("POST", JSON, "gzip", gzip(CHAT.getBytes(UTF_8)), piece))
        .isEqualTo(of("gpt-4o-2024", 40, 60, 20));
  }

  @Test
  void readsCompressedAnswersWithTheCodingXGzip() throws IOException {
    byte[] compressed = gzip(CHAT.getBytes(UTF_8));

    assertThat(usage("POST", JSON, "X-GZip", compressed, 1000))
        .isEqualTo(of("gpt-4o-2024", 40, 60, 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: ping\ndata: {}\n\nevent: error\ndata: {\"type\":\"error\"}\n\n",
        "event:error\r\ndata: no json\r\n\r\n",
        "event: response.failed\ndata: {\"response\":{\"status\":\"failed\"}}\n\n",
        "data: {\"error\": {\"message\":\"The server had an error\"}}\n\ndata: [DONE]\n\n",
        "data: {\"error\":\"Overloaded\",\"error_type\":\"overloaded\"}\n\n",
        "data: {\ndata:  \"error\": {\"message\":\"Overloaded\"\ndata: }}\n\n",
        "data: {\r\ndata:  \"error\": \"Overloaded\"\r\ndata: }\r\n",
        "data: {\"a\":1}\ndata: {\"error\": \"Overloaded\"}",
        "data: he said \"error\" aloud\n\nevent: error\ndata: {}\n\n",
        "data: [{\"error\":{\"code\":503}}]\n\n",
        "data: {\"content\":\"a\"}\n\nerror: {\"code\":500,\"message\":\"no\"}\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
        "data: {\"choices\":[{\"finish_reason\":\"insufficient_system_resource\"}]}\n\n",
        "data: {\"choices\":[{\"finish_reason\":\"abort\"}]}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"network_error\"}]}\n\n",
        "data: {\"choices\":[{\"finish_reason\":\"network-error\"}]}\n\ndata: [DONE]\n\n",
        "data: {\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}\r\n\r\n",
        "data: {\"candidates\":[{\"finishReason\": \"UNEXPECTED_TOOL_CALL\"}]}\r\n\r\n",
        "data: {\"choices\":[{\"finish_reason\": \"timeout\"}]}\n\n",
        "data: {\"result\":{\"choices\":[{\"finish_reason\" : \"Abort\"}]}}\n\n",
        "data: {\"response\":{\"candidates\":[{\"finishReason\":\"malformed_response\"}]}}\n\n",
        "data: {\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}\n\n",
        "data: {\"text\":\"**NETWORK ERROR**\",\"error_code\":50001}\n\n",
        "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"TIMEOUT\"}}\n\n",
        "data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\"}}\n\n",
        "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\"}\n\n",
        "data: {\"event_type\":\"stream-end\",\"finish_reason\":\"ERROR\"}\n\n",
        "data: {\"type\":\"message-end\",\"delta\":{\"error\":\"no\"}}\n\n"
      })
  void streamThatEndsInAnErrorIsNotWorthKeeping(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isFalse();
    assertThat(inspected(JSON, events).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: errors\ndata: {}\n\n",
        "data: event: error\n\n",
        "data: error: none\n\n: error: none\n\n",
        "data: {\"response\":{\"error\":{\"code\":\"x\"}},\"error\":null}\n\n",
        "data: {\"delta\":\"{\\\"error\\\":{}}\"}\n\n",
        "data: {\"error\":\"\"}\n\n",
        "data: [{\"error\":{}}]\n\n",
        "data: {\"error\":false}\n\n",
        "data: {\"item\":{\"type\":\"error\"},\"type\":\"item\"}\n\n",
        "data: [[{\"error\":{\"code\":503}}]]\n\n"
      })
  void streamThatOnlyMentionsErrorsIsWorthKeeping(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-ndjson | {\"response\":\"a\"}@{\"error\":\"model runner stopped\"} | true",
        "application/x-ndjson | {\"response\":\"a \\\"error\\\"\"}@{\"done\":true}@ | false",
        "application/json | {\"error\":{\"code\":502,\"message\":\"m\"}} | true",
        "application/json | [{\"text\":\"a\"},{\"error\":{\"code\":503}}] | true",
        "application/json | {\"choices\":[{\"index\":0},{\"error\":{\"code\":502}}]} | true",
        "application/json | {\"finish_reason\":\"TIMEOUT\",\"message\":{}} | true",
        "application/json | {\"finish_reason\":\"length\"} | false",
        "application/json | {\"choices\":[{\"finish_reason\":\"network_error\"}]} | true",
        "application/json | {\"finish_reason\":\"function_call_filter: MALFORMED_FUNCTION_CALL\"} | true",
        "application/json | {\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]} | true",
        "application/json | [{\"candidates\":[{\"finishReason\":\"UNEXPECTED_TOOL_CALL\"}]}] | true",
        "application/json | {\"candidates\":[{\"finishReason\":\"MAX_TOKENS\"}]} | false",
        "application/json | {\"output\":{},\"stopReason\":\"malformed_tool_use\"} | true",
        "application/json | {\"output\":{},\"stopReason\":\"tool_use\"} | false",
        "application/json | {\"output\":{\"choices\":[{\"finish_reason\":\"error\"}]}} | true",
        "application/json | {\"output\":{\"finish_reason\":\"error\"}} | true",
        "application/json | {\"result\":{\"finish_reason\":\"error\"}} | true",
        "application/json | {\"generations\":[{\"finish_reason\":\"ERROR\"}]} | true",
        "application/json | [{\"candidates\":[{\"finishReason\":\"MALFORMED_TOOL_CALL\"}]}] | true",
        "application/json | {\"runs\":[{\"finish_reason\":\"error\"}]} | false",
        "application/json | [{\"finish_reason\":\"error\"}] | false",
        "application/json | {\"data\":{\"finishReason\":\"timeout\"}} | false",
        "application/json | {\"choices\":[{\"message\":{\"stopReason\":\"error\"}}]} | false",
        "application/json | {\"choices\":null,\"base_resp\":{\"status_code\":1002}} | true",
        "application/json | {\"choices\":[],\"base_resp\":{\"status_code\":0}} | false",
        "application/json | {\"status_code\":7,\"x\":{\"base_resp\":{\"status_code\":7}}} | false",
        "application/json | {\"error_code\":336501,\"error_msg\":\"rate limit\"} | true",
        "application/json | {\"errcode\":-1,\"errmsg\":\"system busy\"} | true",
        "application/json | {\"error_code\":0,\"error_msg\":\"SUCCESS\",\"result\":{}} | false",
        "application/json | {\"errcode\":0} | false",
        "application/json | {\"errcode\":200,\"errmsg\":\"ok\"} | false",
        "application/json | {\"error_code\":200,\"result\":{}} | false",
        "application/json | {\"error_code\":\"200\"} | false",
        "application/json | {\"error_code\":500} | true",
        "application/json | {\"a\":{\"error_code\":1},\"errcode\":\"M_NONE\"} | false",
        "application/json | {\"type\":\"error\"} | false",
        "application/json | {\"data\":null,\"errors\":[{\"type\":\"RATE_LIMITED\"}]} | true",
        "application/graphql-response+json; charset=utf-8 | {\"errors\":[{\"m\":1}]} | true",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":{\"a\":null,\"b\":null}} | true",
        "application/json | {\"data\":{\"data\":null},\"errors\":[{\"m\":1}]} | true",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":{}} | true",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":{\"a\":null,\"b\":{}}} | false",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":{\"a\":0}} | false",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":[]} | false",
        "application/json | {\"errors\":[{\"m\":1}],\"data\":null,\"b\":1} | true",
        "application/json | [{\"data\":{\"a\":1}},{\"errors\":[{\"m\":1}]}] | true",
        "application/json | [{\"errors\":[{\"m\":1}],\"data\":null},{\"data\":{\"a\":1}}] | true",
        "application/json | [{\"errors\":[{\"m\":1}]},{\"data\":{\"a\":{\"b\":1}}}] | true",
        "application/json | [{\"errors\":[{\"m\":1}],\"data\":{\"a\":{}}},{\"data\":null}] | false",
        "application/json | [{\"data\":null},{\"errors\":[],\"data\":null}] | false",
        "application/json | [{\"file\":\"a\",\"errors\":[{\"m\":1}]},{\"data\":null}] | false",
        "application/json | [{\"a\":1},{\"errors\":[{\"m\":1}],\"extensions\":{\"b\":1}}] | true",
        "application/json | {\"errors\":[],\"x\":1} | false",
        "application/json | {\"responses\":[{\"status\":200},{\"status\":429}]} | true",
        "application/json | {\"responses\":[{\"id\":\"1\",\"body\":{},\"status\":503}]} | true",
        "application/json | {\"responses\":[{\"httpStatusCode\":500}]} | true",
        "application/json | {\"responses\":[{\"status\":404},{\"status\":99999999999}]} | false",
        "application/json | {\"responses\":[{\"status\":\"open\",\"body\":{\"status\":500}}]} | false",
        "application/json | {\"status\":500,\"items\":[{\"status\":500}]} | false",
        "application/json | {\"responses\":[{\"hits\":{}},{\"error\":{\"type\":\"t\"}}]} | true",
        "application/json | {\"responses\":[{\"timed_out\":true}]} | true",
        "application/json | {\"docs\":[{\"_id\":\"1\",\"error\":{\"type\":\"t\"}}]} | true",
        "application/json | {\"_shards\":{\"total\":2,\"failed\":1},\"hits\":{}} | true",
        "application/json | {\"responses\":[{\"_shards\":{\"failed\":1}}]} | true",
        "application/json | {\"_shards\":{\"failed\":0},\"jobs\":{\"failed\":1},\"failed\":1} | false",
        "application/json | {\"x\":{\"errors\":[{\"m\":1}]}} | false",
        "application/json | {\"error_message\":\"not authorized\",\"results\":[]} | true",
        "application/json | {\"ok\":false,\"error\":\"missing_scope\"} | true",
        "application/json | {\"error\":\"no\",\"success\":false} | true",
        "application/json | {\"timed_out\":true,\"hits\":{}} | true",
        "application/json | {\"timed_out\":false,\"x\":{\"timed_out\":true}} | false",
        "application/json | {\"status\":\"0\",\"message\":\"NOTOK\",\"result\":\"r\"} | true",
        "application/json | {\"elements\":[],\"remark\":\"runtime error: Query timed out\"} | true",
        "application/json | {\"message\":\"OK\",\"remark\":\"no runtime error\"} | false",
        "application/json | {\"a\":[1,{\"b\":2} | true",
        "application/json | {\"a\":[1, | true",
        "application/json | [1,2]@{\"a\":1} | false",
        "application/json | {\"a\":[1,=] | false",
        "application/json | {\"ok\":true,\"error\":\"none\"} | false",
        "application/json | {\"ok\":false,\"error\":\"\"} | false",
        "application/json | {\"ok\":false,\"x\":{\"error\":\"e\"}} | false",
        "application/json | {\"x\":{\"success\":false},\"error\":\"e\"} | false",
        "application/json | {\"error_message\":\"\",\"x\":{\"error_message\":\"e\"}} | false",
        "application/json | {\"error\":{},\"result\":1} | false",
        "application/json | {\"error\":\"none\",\"result\":1} | false",
        "application/json | {\"error\":null,\"items\":[{\"error\":{\"code\":1}}]} | false"
      })
  void answerWithStatus200ThatReportsAnErrorIsNotWorthKeeping(
      String type, String content, boolean failed) {
    assertThat(inspected(type, content.replace('@', '\n')).isWorthKeeping()).isEqualTo(!failed);
  }

  @Test
  void answerThatEndsBeforeItHasBegunIsNotWorthKeeping() {
    assertThat(inspected(JSON, " \n ".repeat(50)).isWorthKeeping()).isFalse();
    assertThat(inspected(JSON, " \n ".repeat(50) + "{}").isWorthKeeping()).isTrue();
    assertThat(inspected(JSON, "17").isWorthKeeping()).isTrue();
    assertThat(inspected(JSON, "").isWorthKeeping()).isTrue();
    assertThat(inspected(EVENTS, ": PROCESSING\n\n".repeat(9)).isWorthKeeping()).isFalse();
    assertThat(inspected(EVENTS, ": PROCESSING\n\ndata: a\n\n").isWorthKeeping()).isTrue();
    assertThat(inspected(EVENTS, "data: " + "a".repeat(2 << 20)).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: 1\nretry: 500\ndata:\n\n",
        "event: prime\nid: 1\ndata: \n\nevent: close\nretry: 500\ndata: \n\n", // MCP in Go
        "event: heartbeat\n\n"
      })
  void streamWithoutDataIsNotWorthKeeping(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "{\"a\":1}\n", "{\"done\":true}"})
  void linesAreWorthKeepingEvenIfThereAreNone(String lines) {
    assertThat(inspected("application/x-ndjson", lines).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Some text.\n\nMore of it.\n",
        "{\"text\":\"a\"}",
        "{\n  \"text\": \"an \\\"error\\\"\"\n}\n",
        "{\"text\":\"a\"}\n{\"text\":\"b\",\"error\":null}\n",
        "\uFEFFdata: a\n\n",
        "id: 1\n\nid: 2\ndata: a\n\n",
        "\"Some text",
        "data: {\"text\":\n\ndata: \"a\"}\n\n",
        "{\"text\":\"a\"} [some more"
      })
  void streamWithAnythingButCommentsIsWorthKeeping(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Overloaded\"}}",
        "{\n  \"error\": {\n    \"message\": \"Overloaded\"\n  }\n}\n",
        "{\"text\":\"a\"}\n{\"error\":\"Overloaded\"}\n"
      })
  void documentSentAsAStreamThatReportsAnErrorIsNotWorthKeeping(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"a\",\"more\":[1",
        "{\n  \"text\": \"an ans",
        "[{\"text\":\"a\"}",
        "data: {\"text\":\"a\"}\n\ndata: {\"text\":",
        "data: {\"text\":\"a\"}\n\ndata: {\"text\":\n"
      })
  void streamThatEndsWithinADocumentIsNotWorthKeeping(String begun) {
    assertThat(inspected(EVENTS, begun).isWorthKeeping()).isFalse();
  }

  @Test
  void linesThatEndWithinADocumentAreNotWorthKeeping() {
    assertThat(inspected("application/x-ndjson", "{\"a\":1}\n{\"a\"").isWorthKeeping()).isFalse();
    assertThat(inspected("application/x-ndjson", "{\n\"a\":1\n}").isWorthKeeping()).isTrue();
  }

  @Test
  void documentSentAsAStreamStatesTokens() {
    assertThat(usage(EVENTS, CHAT)).isEqualTo(of("gpt-4o-2024", 40, 60, 20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event: message_start@data: {}@@event: content_block_delta@data: {}@@ "
            + "| event: message_stop@data: {}@@",
        "event: response.created@data: {}@@event: response.output_text.delta@data: {}@@ "
            + "| event: response.completed@data: {}@@",
        "event:response.created@data: {}@@ | event:response.incomplete@data: {}@@",
        "event: message-start@data: {}@@ | event: message-end@data: {}@@",
        "data: {'object':'chat.completion.chunk','choices':[{'finish_reason':null}]}@@ "
            + "| data: {'choices':[{'finish_reason':'stop'}]}@@",
        "data: {'object': 'chat.completion.chunk','choices':[]}@@ "
            + "| data: {'choices':[{'finish_reason': 'length'}]}@@",
        "data: {'object':'chat.completion.chunk'}@@ | data: [DONE]@@",
        "data: {'object' : 'chat.completion.chunk','choices':[]}@@ "
            + "| data: {'choices' : [{'finish_reason' : 'length'}]}@@",
        "data: {'object':'chat.completion.chunk'}@ "
            + "| data: {'choices':[{'finish_reason':null}]}@data: [DONE]@",
        ": OPENROUTER PROCESSING@@data: {'object':'chat.completion.chunk','choices':"
            + "[{'finish_reason':null,'native_finish_reason':null}]}@@ "
            + "| data: {'choices':[{'finish_reason':'stop','native_finish_reason':'STOP'}]}@@"
            + ": OPENROUTER PROCESSING@@data: {'choices':[],'usage':{'cost':1}}@@data: [DONE]@@",
        "data: {'choices':[],'object':'','prompt_filter_results':[]}@@" // Azure
            + "data: {'object':'chat.completion.chunk','choices':[{'finish_reason':null}]}@@ "
            + "| data: {'object':'','choices':[{'finish_reason':'content_filter'}]}@@",
        "data: {'object':'chat.completion.chunk','choices':[{'delta':{'tool_calls':[{'function':"
            + "{'arguments':'{\\'finish_reason\\':\\'stop\\'}'}}]},'finish_reason':null}]}@@ "
            + "| data: {'choices':[{'delta':{},'finish_reason':'tool_calls'}]}@@",
        "data: {'object':'chat.completion.chunk','choices':[{'index':1,'finish_reason':null}]}@@ "
            + "| data: {'choices':[{'index':1,'finish_reason':'stop'}]}@@"
            + "data: {'choices':[{'index':0,'finish_reason':'length'}]}@@data: [DONE]@@",
        "data: {'object':'chat.completion.chunk','choices':[{'finish_reason':''}]}@@ " // StepFun
            + "| data: {'choices':[{'finish_reason':'stop'}]}@@",
        "event: message_start@data: {'message':{'stop_reason':null}}@@ "
            + "| event: message_delta@data: {'delta':{'stop_reason':'end_turn'}}@@",
        "event: response.created@data: {'response':{'metadata':{'season':'winter'}}}@@ "
            + "| event: response.done@data: {}@@",
        "event: response.created@data: {}@@ | data: [DONE]@@",
        "data: {'candidates':[{'index':0}],'modelVersion':'m'}@@ "
            + "| data: {'candidates':[{'finishReason':'STOP'}],'modelVersion':'m'}@@",
        "data: {'candidates':[{'content':{'parts':[{'functionCall':{'name':'cancel','args':"
            + "{'reason':'Too dear'}}}]}}],'modelVersion':'m'}@@ "
            + "| data: {'candidates':[{'finishReason':'STOP'}],'modelVersion':'m'}@@",
        "data: {'response': {'candidates': [{'index': 0}],'modelVersion': 'm'}}@@ "
            + "| data: {'response': {'promptFeedback': {'blockReason': 'SAFETY'}}}@@",
        "data: {'object':'text_completion','choices':[{'text':'a','finish_reason':null}]}@@ "
            + "| data: {'object':'text_completion','choices':[{'finish_reason':'stop'}]}@@",
        "data: {'object':'text_completion','choices':[{'finish_reason':null}]}@@ | data: [DONE]@@",
        "data: {'jsonrpc':'2.0','method':'notifications/progress','params':{}}@@ "
            + "| event: message@data: {'jsonrpc':'2.0','id':1,'result':{'tools':[]}}@@",
      })
  void streamThatEndsInTheMiddleOfAnAnswerIsNotWorthKeeping(String beginning, String end) {
    String begun = beginning.replace('@', '\n').replace('\'', '"');
    String ended = begun + end.replace('@', '\n').replace('\'', '"');

    assertThat(inspected(EVENTS, begun).isWorthKeeping()).isFalse();
    assertThat(inspected(EVENTS, ended).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"done_reason\":\"stop\"", ",\"eval_count\":2"})
  void linesOfOllamaThatEndInTheMiddleOfAnAnswerAreNotWorthKeeping(String statistics) {
    String part = "{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":false}\n";
    String end = "{\"model\":\"m\",\"message\":{},\"done\":true" + statistics + "}\n";

    assertThat(inspected("application/x-ndjson", part + part).isWorthKeeping()).isFalse();
    assertThat(inspected("application/x-ndjson", part + part + end).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: message_stop\ndata: {}\n\n",
        "data: {\"content\":\"\\\"chat.completion.chunk\\\"\"}\n\n",
        "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"modelVersion\":\"m\"}\n\n",
        "data: {\"candidates\":[\"a\"]}\n\n",
        "data: {\"id\":\"m\",\"capabilities\":[\"text_completion\"]}\n\n",
        "data: {\"progress\":50,\"done\":false}\n\n",
        "data: {\"content\":\"a\",\"stop\":false}\n\n", // llama.cpp
        "data: {\"response\":\"a\"}\n\n", // Cloudflare
        "data:{\"token\":{\"text\":\"a\"},\"generated_text\":null}\n\n" // Hugging Face
      })
  void streamOfAnotherFormNeedsNoEnd(String events) {
    assertThat(inspected(EVENTS, events).isWorthKeeping()).isTrue();
  }

  @Test
  void streamThatIsNotReadInFullMayEndInAPartThatWasNotRead() throws IOException {
    String begun = "event: message_start\ndata: {}\n\n";
    byte[] beyondTheLimit = gzip((begun + "data: a\n\n".repeat(2 << 20)).getBytes(UTF_8));

    assertThat(inspected(EVENTS, begun + "data: " + "a".repeat(2 << 20)).isWorthKeeping()).isTrue();
    assertThat(inspected("POST", EVENTS, "gzip", beyondTheLimit, 9999).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"load, false", "unload, false", "stop, true", "length, true"})
  void answerOfOllamaThatOnlyLoadsOrUnloadsAModelIsNotWorthKeeping(String reason, boolean kept) {
    String answer = "{\"model\":\"m\",\"response\":\"\",\"done\":true,\"done_reason\":\"%s\"}";

    for (String type : List.of(JSON, "application/x-ndjson")) {
      assertThat(inspected(type, answer.formatted(reason)).isWorthKeeping()).isEqualTo(kept);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void bedrockStreamWithAnExceptionOrATruncationIsNotWorthKeeping(int piece) throws IOException {
    byte[] event = message(":event-type", "contentBlockDelta", "{\"delta\":{\"text\":\"a\"}}");
    byte[] exception = message(":exception-type", "throttlingException", "{\"message\":\"m\"}");
    byte[] error = message(":error-code", "InternalFailure", "");
    byte[] bare = message("", "", ":exception-type");

    assertThat(isKeptOf(piece, event, bare, event)).isTrue();
    assertThat(isKeptOf(piece, event, exception)).isFalse();
    assertThat(isKeptOf(piece, event, error)).isFalse();
    assertThat(isKeptOf(piece, event, Arrays.copyOf(event, event.length - 1))).isFalse();
    assertThat(isKeptOf(piece, event, Arrays.copyOf(event, 9))).isFalse();
    assertThat(isKeptOf(piece, "no such stream, whatever it says it is".getBytes(UTF_8))).isTrue();
  }

  private static boolean isKeptOf(int piece, byte[]... messages) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      stream.write(message);
    }
    String type = "application/vnd.amazon.eventstream";
    return inspected("POST", type, "", stream.toByteArray(), piece).isWorthKeeping();
  }

  /** Returns a message with at most one text header; its checksums are zero and not checked. */
  private static byte[] message(String name, String value, String payload) {
    int headers = name.isEmpty() ? 0 : name.length() + value.length() + 4;
    ByteBuffer message = ByteBuffer.allocate(12 + headers + payload.length() + 4);
    message.putInt(message.capacity()).putInt(headers).putInt(0);
    if (headers > 0) {
      message.put((byte) name.length()).put(name.getBytes(UTF_8)).put((byte) 7);
      message.putShort((short) value.length()).put(value.getBytes(UTF_8));
    }
    return message.put(payload.getBytes(UTF_8)).array();
  }

  @Test
  void getAnswerThatReportsAnErrorIsNotWorthKeeping() throws IOException {
    assertThat(status("{\"error\":{\"code\":\"maxlag\"}}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"results\":[],\"error_message\":\"no\"}", "", 7).isWorthKeeping())
        .isFalse();
    assertThat(status("{\"ok\":false,\"error\":\"e\"}", "gzip", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"status\":\"0\",\"message\":\"NOTOK\"}", "", 7).isWorthKeeping())
        .isFalse();
    assertThat(status("{\"timed_out\":true}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"_shards\":{\"failed\":1}}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"responses\":[{\"httpStatusCode\":500}]}", "", 7).isWorthKeeping())
        .isFalse();
    assertThat(status("{\"remark\":\"runtime error: x\"}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"errcode\":40001}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"base_resp\":{\"status_code\":1}}", "", 7).isWorthKeeping()).isFalse();
    assertThat(status("{\"error\":null,\"x\":\"error\"}", "", 7).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"finish_reason", "finishReason", "stopReason"})
  void getAnswerIsNoAnswerOfAModelThatHasFailed(String name) throws IOException {
    String run = "{\"id\":1,\"status\":\"done\",\"%s\":\"timeout\"}".formatted(name);

    assertThat(status(run, "", 7).isWorthKeeping()).isTrue();
    assertThat(inspected(JSON, run).isWorthKeeping()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "{\"AuthenticationResult\":{\"AccessToken\":\"a\",\"ExpiresIn\":3600},\"x\":{}}",
        "{\"expiresIn\":\"3600\",\"idToken\":\"i\"}",
        "{\"data\":{\"user\":{\"id\":1},\"expires_in\":60,\"access_token\":\"a\"}}",
        "[{\"access_token\":\"a\",\"expires_in\":3600}]",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\"}",
        "{\"refresh\":\"eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\",\"access\":null}",
        "{\"user\":{\"name\":\"a\",\"jwt\":\"eyJhbGciOiJub25lIn0.eyJpZCI6MX0.\"}}"
      })
  void answerThatIssuesATokenIsNotWorthKeeping(String content) throws IOException {
    assertThat(inspected(JSON, content).isWorthKeeping()).isFalse();
    assertThat(status(content, "", 7).isWorthKeeping()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"a\",\"id\":1}",
        "{\"url\":\"u\",\"expires_in\":3600}",
        "{\"access_token\":null,\"expires_in\":3600}",
        "{\"access_token\":\"\",\"expires_in\":3600}",
        "{\"a\":{\"access_token\":\"a\"},\"b\":{\"expires_in\":1}}",
        "{\"access_token\":\"a\",\"b\":{\"expires_in\":1}}",
        "{\"a\":{\"b\":{\"access_token\":\"a\",\"expires_in\":1}}}",
        "{\"schema\":[\"access_token\",\"expires_in\"]}",
        "{\"token_type\":\"bearer\",\"text\":\"a\"}",
        "{\"text\":\"decode eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\"}",
        "{\"page\":\"eyJhbGciOiJIUzI1NiJ9eyJpZCI6MX0c2ln\"}",
        "{\"next_cursor\":\"eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\"}",
        "{\"signedTransactionInfo\":\"eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\"}",
        "{\"transactions\":[\"eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\"]}",
        "{\"a\":{\"b\":{\"jwt\":\"eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln\"}}}"
      })
  void answerThatOnlyMentionsATokenIsWorthKeeping(String content) throws IOException {
    assertThat(inspected(JSON, content).isWorthKeeping()).isTrue();
    assertThat(status(content, "", 7).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"status\":\"in_progress\"}",
        "{\"id\":\"a\",\"status\":\"IN_QUEUE\"}",
        "{\"properties\":{},\"status\":\"InProgress\"}",
        "{\"state\":\"running\"}",
        "{\"processing_status\":\"in_progress\",\"id\":\"b\"}",
        "{\"id\":\"b\",\"object\":\"batch\",\"status\":\"validating\"}",
        "{\"id\":\"b\",\"object\":\"batch\",\"status\":\"finalizing\"}",
        "{\"id\":\"b\",\"object\":\"batch\",\"status\":\"cancelling\"}",
        "{\"jobStatus\":\"Queued\"}",
        "{\"iid\":1,\"state\":\"opened\",\"merge_status\":\"checking\"}", // GitLab
        "{\"iid\":1,\"rebase_in_progress\":true}",
        "{\"data\":{\"id\":1,\"status\":\"RUNNING\"}}",
        "{\"id\":\"a\",\"status\":\"CREATED\"}",
        "{\"success\":true,\"status\":\"scraping\"}",
        "{\"document_id\":\"a\",\"status\":\"translating\",\"seconds_remaining\":20}",
        "{\"job\":{\"id\":\"a\",\"status\":\"running\"}}",
        "{\"job_status\":{\"id\":\"a\",\"status\":\"working\"}}",
        "{\"output\":{\"task_status\":\"PENDING\"}}",
        "{\"result\":{\"id\":\"a\",\"status\":{\"state\":\"TASK_STATE_WORKING\"}}}",
        "{\"run_id\":1,\"state\":{\"life_cycle_state\":\"RUNNING\"}}",
        "{\"statement_id\":\"a\",\"status\":{\"state\":\"PENDING\"}}",
        "{\"data\":{\"type\":\"runs\",\"attributes\":{\"status\":\"planning\"}}}",
        "{\"data\":{\"currentBulkOperation\":{\"status\":\"RUNNING\"}}}",
        "{\"jsonrpc\":\"2.0\",\"result\":{\"status\":{\"state\":\"working\"}}}",
        "{\"id\":\"a\",\"properties\":{\"provisioningState\":\"Creating\"}}",
        "{\"id\":\"a\",\"readyState\":\"BUILDING\"}",
        "{\"id\":\"a\",\"status\":{\"stage\":\"RUNNING\",\"message\":null}}",
        "{\"stage\":\"RUNNING_APP_STARTING\",\"hardware\":{\"current\":null}}",
        "{\"stage\":\"BUILDING\",\"hardware\":{\"current\":null}}",
        "{\"status_code\":\"IN_PROGRESS\",\"id\":\"1\"}", // Instagram
        "{\"id\":\"1\",\"async_status\":\"Job Not Started\"}", // Facebook
        "{\"id\":\"1\",\"async_status\":\"Job Running\",\"async_percent_completion\":20}",
        "{\"id\":\"a\",\"is_running\":true}",
        "{\"_scroll_id\":\"a\",\"took\":1,\"hits\":{\"hits\":[]}}",
        "{\"jobComplete\":false}",
        "{\"building\":true,\"result\":null}",
        "{\"name\":\"operations/abc\"}",
        "{\"name\":\"projects/1/locations/eu/operations/2\",\"metadata\":{\"done\":true}}",
        "{\"done\":false,\"name\":\"models/m/operations/a\"}",
        "{\"name\":\"761\",\"metadata\":{\"@type\":\"type.googleapis.com/a.B\",\"progressPercent\":5}}"
      })
  void stateOfAnUnfinishedJobIsMarkedUnfinished(String content) throws IOException {
    Map.Entry<String, String> unfinished = Map.entry(EntryCompletion.UNFINISHED, "true");
    assertThat(inspected(JSON, content).isWorthKeeping()).isFalse();
    assertThat(inspected(JSON, content).attributes()).containsExactly(unfinished);
    assertThat(status(content, "", 7).isWorthKeeping()).isFalse();
    assertThat(status(content, "gzip", 5).isWorthKeeping()).isFalse();
    assertThat(status(content, "gzip", 5).attributes()).containsExactly(unfinished);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"error\":{\"code\":1}}", "{\"id_token\":\"a\",\"expires_in\":1}"})
  void answerRejectedForAnotherReasonIsNotMarkedUnfinished(String content) throws IOException {
    assertThat(status(content, "", 7).isWorthKeeping()).isFalse();
    assertThat(status(content, "", 7).attributes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"status\":\"completed\"}",
        "{\"status\":\"ok\",\"text\":\"status\"}",
        "{\"status\":200}",
        "{\"status_code\":20100,\"tasks\":[]}",
        "{\"status_code\":\"FINISHED\",\"id\":\"1\"}",
        "{\"id\":\"1\",\"async_status\":\"Job Completed\"}",
        "{\"state\":\"Pending Township\"}",
        "{\"employment_status\":\"working\",\"estate\":\"building\"}",
        "{\"status\":{\"stage\":\"COMPLETED\",\"message\":null}}",
        "{\"deal\":{\"stage\":\"pending\"},\"backstage\":\"running\"}",
        "{\"properties\":{\"provisioningState\":\"Succeeded\"}}",
        "{\"properties\":{\"state\":\"Running\",\"provisioningState\":\"Succeeded\"}}", // a site
        "{\"features\":[{\"properties\":{\"status\":\"pending\"}}]}",
        "{\"orders\":[{\"status\":\"pending\"}]}",
        "{\"data\":[{\"status\":\"pending\"}]}",
        "{\"order\":{\"status\":\"pending\"}}",
        "{\"data\":{\"order\":{\"status\":\"pending\"}}}",
        "{\"output\":[{\"status\":\"running\"}]}",
        "{\"jobComplete\":true,\"is_running\":false,\"building\":\"a house\"}",
        "{\"hits\":[{\"_scroll_id\":\"a\"}]}",
        "{\"response\":{\"is_running\":true}}",
        "{\"name\":\"operations/abc\",\"done\":true,\"response\":{\"name\":\"a\"}}",
        "{\"name\":\"operations\",\"id\":1}",
        "{\"name\":\"operations/tool\",\"tags\":[\"1\"]}", // a registry's images
        "{\"operation\":{\"name\":\"operations/abc\"},\"name\":\"a\"}",
        "{\"title\":\"operations/abc\",\"done\":false}",
        "{\"name\":\"projects/p/databases/d/documents/operations/1\",\"fields\":{}}",
        "{\"name\":\"761\",\"done\":true,\"metadata\":{\"@type\":\"type.googleapis.com/a.B\"}}",
        "{\"name\":\"a\",\"metadata\":{\"@type\":\"Person\"},\"x\":{\"@type\":\"type.googleapis.com/a.B\"}}",
        "{\"note\":\"running\",\"status\":null}",
        "\"status\": \"running\"",
        "\"status\"",
        ""
      })
  void answerThatOnlyMentionsAStateIsWorthKeeping(String content) throws IOException {
    assertThat(inspected(JSON, content).isWorthKeeping()).isTrue();
    assertThat(status(content, "", 7).isWorthKeeping()).isTrue();
    assertThat(status(content, "", 7).attributes()).isEmpty();
  }

  @Test
  void longDocumentIsNotInspectedForItsState() throws IOException {
    String running = "{\"status\":\"running\",\"log\":\"" + "x".repeat(16 << 10) + "\"}";

    assertThat(status(running, "", 100).isWorthKeeping()).isTrue();
    assertThat(status(running, "gzip", 100).isWorthKeeping()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Max-Age=5 | PT5S | true",
        "max-age=5 | PT4S | true",
        "max-age=5 | PT6S | false",
        "max-age=0, s-maxage=60 | PT1M | true",
        "max-age=\"0600\" | PT10M | true",
        "max-age=99999999999999 | P7D | true",
        "max-age=0 | PT0S | false",
        "no-cache | PT0S | false",
        "max-age=60 | | false",
      })
  void unfinishedJobIsKeptOnlyWithinItsOwnMaxAge(
      String control, @Nullable Duration lifetime, boolean kept) {
    Headers fields = Headers.of("Content-Type", JSON, "Cache-Control", control);
    Inspection inspection =
        new UsageInspector(() -> NOW)
            .begin("GET", () -> "", new ResponseHead(200, fields), lifetime);
    inspection.take(new Body.Bytes("{\"status\":\"running\"}".getBytes(UTF_8)));

    assertThat(inspection.isWorthKeeping()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "?X-Amz-Date=20260101T000000Z&X-Amz-Expires=300&X-Amz-Signature=a | 2026-01-01T00:05:00Z",
        "?X-Goog-Date=20260101T000000Z&X-Goog-Expires=60&X-Goog-Signature=a | 2026-01-01T00:01:00Z",
        "?st=2025-12-31T23%3A00%3A00Z&se=2026-01-01T01%3A00%3A00Z&sp=r&sig=a%3D | 2026-01-01T01:00:00Z",
        "?AWSAccessKeyId=k&Expires=1767225900&Signature=a | 2026-01-01T00:05:00Z",
        "?Expires=1767225900&Signature=a&Key-Pair-Id=k | 2026-01-01T00:05:00Z",
        "?Expires=1767225500&Signature=a | -",
        "?Expires=1767225900 | -",
        "?Expires=soon&Signature=a | -",
        "?se=2026-01-01&sig=a | -",
        "?se=%zz&sig=a | -",
        "?X-Amz-Date=today&X-Amz-Expires=300&X-Amz-Signature=a | -",
        "?v4.signature=a | -",
        "'' | -",
      })
  void answerIsUsableUntilItsFirstSignedLinkExpires(String query, @Nullable Instant end)
      throws IOException {
    String link = "https://store.test/made/1.png" + query;
    String content =
        "{\"data\":[{\"url\":\"https://store.test/?Expires=1800000000&Signature=a\"},{\"url\":\""
            + link
            + "\"}]}";
    for (String method : new String[] {"GET", "POST"}) {
      for (String coding : new String[] {"", "gzip"}) {
        byte[] sent = coding.isEmpty() ? content.getBytes(UTF_8) : gzip(content.getBytes(UTF_8));
        Inspection inspection = inspected(method, JSON, coding, sent, 7);

        assertThat(inspection.isWorthKeeping()).isTrue();
        assertThat(inspection.usableUntil())
            .isEqualTo(end == null ? Instant.ofEpochSecond(1_800_000_000) : end);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?Expires=1767225900&Signature=a",
        "?se=2026-01-01T00:05:00Z&sig=a",
        "?Expires\\u003d1767225900\\u0026Signature\\u003da",
        "?se\\u003d2026-01-01T00:05:00Z\\u0026sig\\u003da"
      })
  void signedLinkIsFoundHoweverItsCharactersAreEscaped(String query) throws IOException {
    String content = "{\"url\":\"https://store.test/made/1.png" + query + "\"}";

    for (Inspection inspection : List.of(status(content, "", 7), inspected(JSON, content))) {
      assertThat(inspection.isWorthKeeping()).isTrue();
      assertThat(inspection.usableUntil()).isEqualTo(NOW.plusSeconds(300));
    }
  }

  private static Inspection status(String content, String coding, int piece) throws IOException {
    byte[] plain = content.getBytes(UTF_8);
    return inspected("GET", JSON, coding, coding.isEmpty() ? plain : gzip(plain), piece);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(plain);
    }
    return gzip.toByteArray();
  }

  @Test
  void sameTokensUnderTwoNamesCountOnce() {
    assertThat(
            usage(
                JSON,
                "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1,"
                    + "\"input_tokens\":7,\"output_tokens\":1}}"))
        .isEqualTo(of("m", 7, 0, 1));
  }

  private static Inspection inspected(String type, String content) {
    return inspected("POST", type, "", content.getBytes(UTF_8), 7);
  }

  @Test
  void modelNameWithALineBreakIsIgnored() {
    assertThat(usage(JSON, "{\"model\":\"a\\nb\",\"usage\":{\"prompt_tokens\":1}}"))
        .isEqualTo(of("unknown", 1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "'', command-a, command-a",
    "'', arn:aws:bedrock:eu-west-1:1:inference-profile/p, arn:aws:bedrock:eu-west-1:1:inference-profile/p",
    "'', '', unknown",
    "'', a b, unknown",
    "a b, asked, asked",
    "answered, asked, answered",
  })
  void modelOfTheRequestCountsIfTheAnswerNamesNone(
      String answered, String requested, String counted) {
    String model = answered.isEmpty() ? "" : "\"model\":\"" + answered + "\",";
    String content = "{" + model + "\"usage\":{\"inputTokens\":3,\"outputTokens\":2}}";

    assertThat(usageOfRequest(() -> requested, content)).isEqualTo(of(counted, 3, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":\"m\",\"usage\":{\"prompt_tokens\":1}}", "{\"id\":1}"})
  void modelOfTheRequestIsNotSoughtWithoutNeed(String content) {
    AtomicInteger asked = new AtomicInteger();

    usageOfRequest(() -> "m" + asked.incrementAndGet(), content);

    assertThat(asked).hasValue(0);
  }

  private static Map<String, String> usageOfRequest(Supplier<String> model, String content) {
    Inspection inspection =
        new UsageInspector(() -> NOW)
            .begin(
                "POST",
                model,
                new ResponseHead(200, Headers.of("Content-Type", JSON)),
                Duration.ofDays(7));
    inspection.take(new Body.Bytes(content.getBytes(UTF_8)));
    return inspection.attributes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "99999999999999999999", "1000000001", "-1"})
  void implausibleTokenCountIsIgnored(String number) {
    assertThat(
            usage(
                JSON,
                "{\"model\":\"big\",\"usage\":{\"prompt_tokens\":"
                    + number
                    + ",\"completion_tokens\":5},\"usageMetadata\":{\"thoughtsTokenCount\":"
                    + number
                    + "}}"))
        .isEqualTo(of("big", 0, 0, 5));
  }

  @Test
  void largestTokenCountsAddUpWithoutOverflow() {
    assertThat(
            usage(
                JSON,
                "{\"model\":\"big\",\"usageMetadata\":{\"candidatesTokenCount\":1000000000,"
                    + "\"thoughtsTokenCount\":1000000000}}"))
        .isEqualTo(of("big", 0, 0, 2_000_000_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"usage\":",
        "no json",
        "{\"usage\":{\"prompt_tokens\":\"1\"}}",
        "{\"usage\":{\"prompt_tokens\":99999999999999999999}}",
        "{\"data\":{\"prompt_tokens\":1}}"
      })
  void answerWithoutUsageHasNoTokens(String content) {
    assertThat(usage(JSON, content)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"error\":{}", "\"model\":\"m\"", "\"usage\":1,\"cached_tokens\":2"})
  void manyMembersBelowALongNameAreInspectedInLinearTime(String member) {
    String long45k = "n".repeat(45_000);
    String content =
        "{\"%s\":{\"%s\":{%s0}}}"
            .formatted(long45k, long45k, (member + ",").repeat(300_000) + "\"z\":");

    assertThat(
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> inspected(JSON, content))
                .isWorthKeeping())
        .isTrue();
  }

  @Test
  void decompressedContentIsInspectedUpToALimit() throws IOException {
    String error = "{\"error\":{\"message\":\"m\"}}";
    byte[] much = gzip((" ".repeat(15 << 20) + error).getBytes(UTF_8));
    byte[] tooMuch = gzip((" ".repeat(17 << 20) + error).getBytes(UTF_8));

    assertThat(inspected("POST", JSON, "gzip", much, 1 << 10).isWorthKeeping()).isFalse();
    assertThat(inspected("POST", JSON, "gzip", tooMuch, 1 << 10).isWorthKeeping()).isTrue();
  }

  @Test
  void contentBeyondTheInspectionLimitIsNotTakenForTruncated() throws IOException {
    byte[] tooMuch = gzip(("[" + " ".repeat(17 << 20) + "]").getBytes(UTF_8));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("[1,".getBytes(UTF_8)));
    members.write(gzip("2]".getBytes(UTF_8)));

    assertThat(inspected("POST", JSON, "gzip", tooMuch, 1 << 10).isWorthKeeping()).isTrue();
    for (int piece : new int[] {1, 1000}) {
      assertThat(inspected("POST", JSON, "gzip", members.toByteArray(), piece).isWorthKeeping())
          .isTrue();
      assertThat(
              inspected("POST", JSON, "gzip", gzip("[1,".getBytes(UTF_8)), piece).isWorthKeeping())
          .isFalse();
    }
  }

  @Test
  void answersOfOtherMethodsTypesAndCodingsAreNotInspected() {
    byte[] content = CHAT.getBytes(UTF_8);

    assertThat(usage("GET", JSON, "", content, 100)).isEmpty();
    assertThat(usage("POST", "text/plain", "", content, 100)).isEmpty();
    assertThat(usage("POST", JSON, "br", content, 100)).isEmpty();
    assertThat(usage("POST", JSON, "gzip", content, 100)).isEmpty();
  }
}
