package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what would become of a request. */
@Command(
    name = "explain",
    description =
        "Says what a running proxy would do with a request, and why; asks no upstream and changes"
            + " nothing.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  private final Terminal terminal;

  @Mixin private final Remote remote = new Remote();

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST...")
  private String method = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "a URL of the proxy, or what follows its host: /alias/...")
  private String url = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME:VALUE",
      description = "a header field of the request; may be repeated")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "TEXT",
      description = "the request's content")
  private @Nullable String data;

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Output output = Output.text;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer = remote.ask(terminal, "POST", "/admin/explain", description().toString());
    terminal.out().println(output == Output.json ? answer.toString() : answer.toPrettyString());
    return ExitCode.OK;
  }

  private ObjectNode description() {
    ObjectNode request = JSON.createObjectNode();
    request.put("method", method).put("url", url);
    ObjectNode fields = request.putObject("headers");
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new ConfigurationException(
            List.of(new Problem("-H", "", "expected Name: value, found \"" + header + "\"")));
      }
      String name = header.substring(0, colon);
      ArrayNode values =
          fields.get(name) instanceof ArrayNode known ? known : fields.putArray(name);
      values.add(header.substring(colon + 1).trim());
    }
    if (data != null) {
      request.put("body", data);
    }
    return request;
  }
}
