package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateChangingBodyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mutation{addComment(body:\"x\"){id}}",
        "  ,\n\tmutation Add($b: String = \"}\") { add(b: $b) { id } }",
        "# query\r\n# it\nmutation M { m }",
        "query A { a(text: \"}\") } mutation B { b }",
        "query A { a(text: \"\"\"} \\\" \"\"\") }\nmutation B { b }",
        "fragment F on T { a { b } } mutation B { b { ...F } }",
        "{ a } mutation{ b }",
        "mutation @live { a }",
        "mutation # now\n Add ($b: String) { a }",
        "query A { a } mutation B { b }",
        "subscription S { mutation }",
      })
  void graphqlMutationsAndSubscriptionsAreStateful(String document) {
    assertThat(StateChangingBody.is(graphQl(document))).isTrue();
    assertThat(StateChangingBody.isDocument(document)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ mutation { id } }",
        "query mutation { id }",
        "query Q { a { b } mutation { c } }",
        "query Q($mutation: String) { a(b: $mutation) }",
        "query Q { a(text: \"mutation { b }\") }",
        "query Q { a(text: \"} mutation { b }\") }",
        "# mutation { b }\nquery Q { a }",
        "query Q { a } # } mutation",
        "{ subscription { id } }",
        "",
        "mut",
        "mutation",
        "mutations in BRCA1 {",
        "mutation of the gene (BRCA1)",
        "mutation: a { b }",
      })
  void otherGraphqlDocumentsAreNotStateful(String document) {
    assertThat(StateChangingBody.is(graphQl(document))).isFalse();
    assertThat(StateChangingBody.isDocument(document)).isFalse();
  }

  @Test
  void batchWithAMutationIsStateful() {
    assertThat(StateChangingBody.is("[" + graphQl("{ a }") + "," + graphQl("mutation{ b }") + "]"))
        .isTrue();
    assertThat(
            StateChangingBody.is("[" + graphQl("{ a }") + ",[" + graphQl("mutation{ b }") + "]]"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"query\":\"{a}\"},{\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"ab\"}}}]",
        "[{\"query\":\"{a}\"},{\"documentId\":\"sha256:ab\"}]"
      })
  void batchWithAnOperationNamedOnlyByAHashIsStateful(String batch) {
    assertThat(StateChangingBody.is(batch)).isTrue();
  }

  @Test
  void uploadFormWithAMutationIsStateful() {
    String form =
        """
        --b
        Content-Disposition: form-data; name="operations"

        %s
        --b
        Content-Disposition: form-data; name="map"

        {"0":["variables.file"]}
        --b--
        """;
    String mutation = graphQl("mutation($file: Upload!){ up(file: $file) }");

    assertThat(StateChangingBody.is(form.formatted(mutation))).isTrue();
    assertThat(StateChangingBody.is(form.formatted("[" + mutation + "]"))).isTrue();
    assertThat(StateChangingBody.is(form.formatted(graphQl("{ a }")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requests\":[{\"method\":\"GET\",\"url\":\"/me\"},{\"id\":\"2\",\"method\": \"POST\",\"url\":\"/me/messages\"}]}",
        "{\"requests\":[{\"httpMethod\":\"DELETE\",\"relativeUrl\":\"/subscriptions/1\"}]}",
        "{\"compositeRequest\":[{\"method\":\"PATCH\",\"url\":\"/services/data/v60.0/sobjects/Account/1\"}]}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"method\":\"PUT\",\"url\":\"Patient/1\"}}]}",
        "--b\r\nContent-Type: application/http\r\n\r\nDELETE /storage/v1/b/x/o/y HTTP/1.1\r\n\r\n\r\n--b--",
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n"
            + "\r\nPOST Orders HTTP/1.1\r\n\r\n{}\r\n--c--\r\n--b--"
      })
  void batchWithARequestThatChangesSomethingIsStateful(String batch) {
    assertThat(StateChangingBody.is(batch)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requests\":[{\"method\":\"GET\",\"url\":\"/me\"},{\"method\":\"GET\",\"url\":\"/POST\"}]}",
        "{\"requests\":[{\"text\":\"what is {\\\"method\\\":\\\"POST\\\"}\"}]}",
        "{\"requests\":[{\"indexName\":\"a\",\"query\":\"POST\"}]}",
        "{\"url\":\"https://a.test\",\"method\":\"POST\",\"requests\":3}",
        "{\"tools\":[{\"name\":\"a\",\"method\":\"POST\"}],\"input\":\"requests\"}",
        "--b\r\nContent-Type: application/http\r\n\r\nGET Orders HTTP/1.1\r\n\r\n--b--",
        "--b\r\nContent-Type: text/plain\r\n\r\nPOST Orders HTTP/1.1\r\n\r\n--b--"
      })
  void batchOfRequestsThatOnlyReadIsNotStateful(String batch) {
    assertThat(StateChangingBody.is(batch)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"conversation\":\"conv_1\",\"input\":\"continue\"}",
        "{\"conversation\": {\"id\":\"conv_1\"}}",
        "{\"conversation_id\":\"c\",\"query\":\"hello\"}"
      })
  void turnOfAConversationKeptByTheProviderIsStateful(String json) {
    assertThat(StateChangingBody.is(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"conversation\":null}",
        "{\"conversation\":[{\"role\":\"user\"}]}",
        "{\"conversation_id\":\"\"}",
        "{\"input\":\"conversation\"}",
        "{\"a\":{\"conversation\":\"c\"}}",
        "conversation=c",
        "{\"query\":\"{\\"
      })
  void contentThatOnlyMentionsAConversationIsNotStateful(String json) {
    assertThat(StateChangingBody.is(json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\":\"tools/call\",\"params\":{\"name\":\"add\"},\"jsonrpc\":\"2.0\",\"id\":2}",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools\\/call\"}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\"}]"
      })
  void toolCallIsStateful(String json) {
    assertThat(StateChangingBody.is(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth_sendTransaction",
        "eth_sendRawTransaction",
        "sendTransaction",
        "sendtoaddress",
        "author_submitExtrinsic",
        "send_tx",
        "submit_block",
        "broadcast_tx_sync",
        "message/send",
        "SendMessage",
        "message\\/send",
        "requestAirdrop",
        "eth_newFilter",
        "eth_newBlockFilter",
        "eth_getFilterChanges"
      })
  void jsonRpcCallThatSendsOrConsumesSomethingIsStateful(String method) {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[]}".formatted(method);
    assertThat(StateChangingBody.is(call)).isTrue();
    assertThat(StateChangingBody.is("[" + call + "]")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getFilterLogs\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getSender\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sender_list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"get_broadcast_status\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":[\"tools/call\"]}",
        "{\"method\":\"tools/call\"}"
      })
  void otherJsonRpcCallsAreNotStateful(String json) {
    assertThat(StateChangingBody.is(json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operationName\":\"Add\",\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ab\"}}}",
        "{\"query\":null,\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"ab\"}}}",
        "{\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"ab\"}},\"query\":\"\"}",
        "{\"variables\":{},\"extensions\":{}}", // the outline of a long one
        "[{\"query\":\"{ a }\",\"extensions\":{\"persistedQuery\":{}}},{\"extensions\":{\"persistedQuery\":{}}}]",
        "{\"doc_id\":\"12\",\"variables\":{\"a\":1}}",
        "{\"documentId\":\"x-12\",\"operationName\":\"Add\"}",
        "{\"documentId\":\"sha256:ab\"}",
        "[{\"documentId\":\"a\",\"variables\":{}}]",
      })
  void operationWithoutItsDocumentIsStateful(String json) {
    assertThat(StateChangingBody.is(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"query\":\"{ a }\",\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"ab\"}}}",
        "[{\"query\":\"{ a }\",\"extensions\":{\"persistedQuery\":{}}}]",
        "{\"query\":\"{ a }\",\"variables\":{},\"extensions\":{},\"documentId\":\"a\"}",
        "{\"file\":\"a\",\"extensions\":{\"x\":1}}",
        "{\"file\":\"a\",\"extensions\":[\"persistedQuery\"]}",
        "{\"doc_id\":\"12\",\"question\":\"what is it\"}",
        "{\"documentId\":7,\"variables\":{}}",
        "{\"documentId\":\"\",\"variables\":{}}",
        "{\"a\":{\"documentId\":\"x\",\"variables\":{}}}"
      })
  void operationWithItsDocumentAndUnrelatedMembersAreNotStateful(String json) {
    assertThat(StateChangingBody.is(json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statement\":\"INSERT INTO t (a) VALUES (1)\"}",
        "{\"query\":\"\\n  insert\\n into t select * from u\",\"useLegacySql\":false}",
        "{\"sql\":\"UPDATE \\\"t\\\" SET a = 1\",\"params\":[]}",
        "{\"query\":\"DELETE FROM t WHERE a = $1\",\"params\":[1]}",
        "{\"sql\":\"CREATE TEMP TABLE IF NOT EXISTS t (a int)\"}",
        "{\"sql\":\"create or replace view v as select 1\"}",
        "{\"statement\":\"DROP TABLE t\"}",
        "{\"query\":\"DELETE FROM t;\"}",
        "{\"query\":\"DELETE d.t WHERE true\"}",
        "{\"query\":\"INSERT d.t (a) VALUES (1)\"}",
        "{\"query\":\"update d.t as x\\nset x.a = 1 where true\"}",
        "{\"query\":\"MERGE d.t x USING s ON x.a = s.a WHEN MATCHED THEN DELETE\"}",
        "{\"statement\":\"COPY INTO t\\nFROM @stage\"}",
        "{\"sql\":\"insert or replace into t values (1)\"}",
        "{\"sql\":\"-- why\\n/* and how */ INSERT INTO t SELECT 1\"}",
        "{\"sql\":\"ALTER TABLE t ADD COLUMN b int\"}",
        "{\"sql\":\"CREATE UNIQUE INDEX i ON t(a)\"}",
        "{\"sql\":\"CALL p(1)\"}",
        "[{\"query\":\"SELECT 1\"},{\"query\":\"TRUNCATE TABLE t\"}]",
        "{\"sql\":\"UPDATE t SET a \\u003d \\u0027b\\u0027\"}",
        "{\"sql\":\"WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x\"}",
        "{\"sql\":\"-- a\\nwith recursive x(a, b) as (select 1, ')'), y as not materialized (select 2)\\ndelete from t where a = 1\"}",
        "{\"sql\":\"WITH gone AS (\\n DELETE FROM t WHERE a = 1 RETURNING *) SELECT * FROM gone\"}",
        "{\"sql\":\"WITH x AS (SELECT 1), y AS (UPDATE t SET a = 1 RETURNING a) SELECT * FROM y\"}",
        "{\"sql\":\"WITH x AS (SELECT (1)) MERGE INTO t USING x ON t.a = x.a WHEN MATCHED THEN DELETE\"}",
        "{\"sql\":\"SELECT 1; DELETE FROM t\"}",
        "{\"sql\":\"SELECT ';', \\\"a;b\\\", 'it\\\\'s' /* ; */ -- ;\\n; drop table t;\"}",
        "{\"sql\":\"BEGIN; SELECT 1; INSERT INTO t VALUES (1); COMMIT\"}",
        "{\"sql\":\"SET a = 1; WITH x AS (SELECT 1) DELETE FROM t WHERE a = 1\"}",
        "{\"sql\":\"set search_path to x; drop table t\"}",
        "{\"sql\":\"use database d; drop table t\"}",
        "{\"sql\":\"start transaction; drop table t; commit\"}",
        "{\"sql\":\"explain select 1; drop table t\"}"
      })
  void sqlThatChangesSomethingIsStateful(String json) {
    assertThat(StateChangingBody.is(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statement\":\"SELECT * FROM t WHERE a = 'insert into'\"}",
        "{\"query\":\"with x as (select 1) select * from x\"}",
        "{\"query\":\"how to insert into a table\"}",
        "{\"query\":\"update on the settlement\"}",
        "{\"query\":\"create react app\"}",
        "{\"query\":\"update character set in mysql\"}",
        "{\"query\":\"create table in word\"}",
        "{\"query\":\"create index fund portfolio\"}",
        "{\"query\":\"delete from list python while iterating\"}",
        "{\"query\":\"insert into array javascript\"}",
        "{\"text\":\"INSERT INTO t VALUES (1)\"}",
        "{\"query\":\"with love (2020); delete the where clause of it\"}",
        "{\"query\":\"with x as a guide, update the set = sign\"}",
        "{\"query\":\"how to log; update t set a = 1\"}",
        "{\"query\":\"select the best; insert coin\"}",
        "{\"query\":\"Explain this: BEGIN; INSERT INTO t VALUES (1); COMMIT\"}",
        "{\"query\":\"show me how to use it; insert a coin (or two)\"}",
        "{\"query\":\"use of drugs; delete mutations where possible\"}",
        "{\"query\":\"Set theory; merge sets using union when possible\"}",
        "{\"query\":\"mutation AND (cancer OR tumor)\"}",
        "{\"sql\":\"SELECT 'a; DELETE FROM t WHERE b'\"}",
        "{\"sql\":\"SELECT 1 -- ; DELETE FROM t WHERE a\"}",
        "{\"sql\":\"SELECT 1 /* ; DELETE FROM t WHERE a = 1 */; SELECT 2;\"}",
        "{\"sql\":\"WITH x AS (SELECT 'DELETE FROM t WHERE a = 1') SELECT * FROM x\"}",
        "{\"sql\":\"WITH x AS (SELECT 1), y AS (SELECT insert(a) FROM x) SELECT * FROM y\"}",
        "{\"sql\":\"WITH x AS (SELECT 1\"}",
        "{\"query\":{\"sql\":\"DROP TABLE t\"}}"
      })
  void otherSqlAndPlainTextAreNotStateful(String json) {
    assertThat(StateChangingBody.is(json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT x%s",
        "UPDATE x%s",
        "UPDATE x SET %s",
        "MERGE x USING %s",
        "DELETE x%s",
        "/*%s",
        "--%s",
        "%s",
        "COPY INTO %s",
        "CREATE TABLE %s",
        "SELECT %s",
        "SELECT '%s",
        "WITH x AS (%s",
        "WITH x AS (SELECT 1)%s"
      })
  void statementIsReadInLinearTime(String statement) {
    for (String part :
        List.of(
            "\\n",
            " set ",
            "x ",
            "/*",
            "--",
            "\\\\",
            "\\n/**/",
            ";insert x",
            "(",
            ") as (",
            ")/*",
            "set ",
            "'")) {
      String json = "{\"sql\":\"" + statement.formatted(part.repeat(40_000)) + "\"}";

      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> StateChangingBody.is(json));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query=mutation%20Add%7Badd%7Bid%7D%7D",
        "variables=%7B%7D&query=mutation+Add($b:+String)%7Badd(b:+$b)%7Bid%7D%7D",
        "a=%&query=%23+why%0Amutation{add}",
        "sql=INSERT+INTO+t+VALUES+(1)",
        "query=WITH+x+AS+(SELECT+1)%0AINSERT+INTO+t+SELECT+1"
      })
  void formWithAMutationOrChangingSqlIsStateful(String form) {
    assertThat(StateChangingBody.isForm(form)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&",
        "query",
        "query=%7Badd%7Bid%7D%7D",
        "query=mutation+of+genes",
        "query=mutation+AND+(cancer+OR+tumor)",
        "text=mutation%7Badd%7Bid%7D%7D",
        "my_query=mutation%7Badd%7Bid%7D%7D",
        "sql=SELECT+1"
      })
  void otherFormsAreNotStateful(String form) {
    assertThat(StateChangingBody.isForm(form)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"name=\"query\"", "name=query\r\nContent-Type: text/plain"})
  void multipartFormWithAMutationAsItsQueryIsStateful(String part) {
    String form =
        "--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n--b\r\nContent-Disposition: form-data;"
            + " name=\"file\"\r\n\r\nmutation { a }\r\n--b--";
    String mutation = "mutation ($file: File!) { add_file_to_column (file: $file) { id } }";

    assertThat(StateChangingBody.is(form.formatted(part, mutation))).isTrue();
    assertThat(StateChangingBody.is(form.formatted(part, "query { mutation { id } }"))).isFalse();
    assertThat(StateChangingBody.is(form.formatted("name=query-id", mutation))).isFalse();
  }

  @Test
  void timeToReadAFormGrowsWithItsLength() {
    for (String part :
        List.of("name=query\n\n", "name=query\n", "name=query", "\n--name=query\n\n")) {
      String parts = "--mutation\n" + part.repeat(250_000 / part.length());

      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> StateChangingBody.is(parts));
    }
    String fields = "query=mutation&".repeat(15_000);

    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> StateChangingBody.isForm(fields));
  }

  @Test
  void deeplyNestedDocumentIsReadToo() {
    assertThat(StateChangingBody.is(graphQl("{".repeat(100_000) + " mutation"))).isFalse();
  }

  private static String graphQl(String document) {
    String escaped =
        document
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    return "{\"operationName\":null,\"query\":\"" + escaped + "\",\"variables\":{}}";
  }
}
