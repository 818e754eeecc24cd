package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.admin.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain}: asks a running proxy what would become of a request. */
@Command(
    name = "explain",
    description = {
      "Show what a running proxy would do with a request, and why.",
      "Nothing is sent or changed."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  @Parameters(
      index = "0",
      paramLabel = "METHOD",
      description = "Method of the request: GET, POST, ...")
  private String method = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "URL at the proxy, or only its path and query: /alias/...")
  private String url = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME:VALUE",
      description = "Header field of the request; repeatable.")
  private List<String> fields = new ArrayList<>();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "BODY",
      description =
          "Content of the request, or @FILE to read it without line ends, as curl does;"
              + " application/json unless -H says otherwise.")
  private @Nullable String body;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("method", method.toUpperCase(Locale.ROOT));
    request.put("url", url);
    request.put("headers", headers());
    if (body != null) {
      request.put("body", body.startsWith("@") ? read(body.substring(1)) : body);
    }
    JsonNode answer =
        instance.connect(terminal).call("POST", "/admin/explain", Json.text(request), "outcome");
    instance.output.print(terminal, answer, JsonFormatter.of(answer));
    return ExitCode.OK;
  }

  /** Returns the content that curl sends for {@code -d @FILE}: the file without line ends. */
  private static String read(String file) {
    try {
      byte[] content =
          file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(content, StandardCharsets.UTF_8).replace("\r", "").replace("\n", "");
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          "-d: cannot read " + file + ": there is no such file", ExitCode.USAGE);
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure("-d: cannot read " + file + ": " + e, ExitCode.USAGE);
    }
  }

  private Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        // The message does not quote the field, whose value may be a credential.
        throw new CommandFailure("-H: expected name:value", ExitCode.USAGE);
      }
      headers
          .computeIfAbsent(field.substring(0, colon).strip(), name -> new ArrayList<>())
          .add(field.substring(colon + 1).strip());
    }
    headers.putIfAbsent("Accept", List.of("*/*")); // the default of curl and most libraries
    if (body != null) {
      headers.putIfAbsent("Content-Type", List.of("application/json"));
    }
    return headers;
  }
}
