package io.apibuddy.bootstrap.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * The hidden command {@code rehearse}: runs a proxy of its own on the loopback address through a
 * miss, a hit and a TLS failure. The launcher records from it the classes that a start and the
 * first answers need. The command uses no files of the user's and leaves none behind.
 */
@Command(name = "rehearse", hidden = true, description = "What class archives are recorded from.")
final class RehearsalCommand implements Callable<Integer> {
  private final ClassLoader providers;

  RehearsalCommand(ClassLoader providers) {
    this.providers = providers;
  }

  @Override
  public Integer call() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("api-buddy-rehearsal");
        RehearsalUpstream upstream = new RehearsalUpstream()) {
      Path home = directory.path();
      StringWriter said = new StringWriter();
      PrintWriter nowhere = new PrintWriter(said);
      Path file = home.resolve("rehearsal.yaml");
      Files.writeString(
          file, "domain_mappings:\n  plain:\n    upstream: http://" + upstream.authority() + "\n");
      Terminal own = new Terminal(Map.of(), home.toString(), nowhere, nowhere, false);
      int status =
          new ApiBuddy(own, closing -> visit(own, closing), providers)
              .run("--config=" + file, "--map=secure=https://" + upstream.authority(), "--port=0");
      if (status != ExitCode.OK) {
        throw new CommandFailure("the rehearsal failed: " + said);
      }
      return status;
    }
  }

  private static void visit(Terminal terminal, Runnable closing) {
    try {
      String url = new InstanceDirectory(terminal).running().get(0).url();
      for (String outcome : List.of("MISS", "HIT")) {
        HttpURLConnection answer = get(url + "/plain/x");
        expect(outcome, String.valueOf(answer.getHeaderField("X-Cache")));
      }
      expect("502", String.valueOf(get(url + "/secure/x").getResponseCode()));
    } catch (IOException e) {
      throw new CommandFailure("the rehearsal failed: " + e);
    } finally {
      closing.run();
    }
  }

  private static HttpURLConnection get(String url) throws IOException {
    HttpURLConnection answer =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    if (answer.getResponseCode() == HttpURLConnection.HTTP_OK) {
      answer.getInputStream().readAllBytes();
    }
    return answer;
  }

  private static void expect(String expected, String actual) {
    if (!actual.equals(expected)) {
      throw new CommandFailure("the rehearsal wanted " + expected + ", and saw " + actual);
    }
  }
}
