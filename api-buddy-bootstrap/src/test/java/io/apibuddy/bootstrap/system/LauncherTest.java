package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code bin/api-buddy} with a JVM that is a script and records its arguments. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../bin/api-buddy").toAbsolutePath().normalize();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

  @TempDir Path home;
  private Path jar;
  private Path jvm;

  @BeforeEach
  void makeAJarAndAJvm() throws IOException {
    jar = Files.writeString(Files.createDirectory(home.resolve("my jars")).resolve("a.jar"), "a");
    jvm = jvm("17.0.1", "exit 0");
  }

  @Test
  void argumentsAndJavaOptionsArePassedUnchanged() throws Exception {
    Map<String, String> options =
        Map.of(
            "API_BUDDY_ARCHIVE", "no",
            "JAVA_OPTS", "-Xmx1g -Done=1",
            "API_BUDDY_JAVA_OPTS", "-Dtwo=*");

    assertThat(run(options, "--map", "a=http://x/y z", "*", "")).isEqualTo("said\n");

    String call = calls().get(0);
    assertThat(call).contains("<-Xmx1g> <-Done=1> <-Dtwo=*> <-jar> <" + jar + ">");
    assertThat(call).endsWith(" <--map> <a=http://x/y z> <*> <>");
    assertThat(call.indexOf("<-Xmx1g>")).isGreaterThan(call.indexOf("<-Xms16m>"));
  }

  @Test
  void initialHeapIsSmallerIfTheUserBoundsTheHeap() throws Exception {
    run(Map.of("API_BUDDY_ARCHIVE", "no"));
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JAVA_OPTS", "-Xmx64m"));

    assertThat(calls().get(0)).contains("<-Xms40m>", "<-Xmx256m>");
    assertThat(calls().get(1)).contains("<-Xms16m>", "<-Xmx64m>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx39m", "-Xmx8M", "-XX:MaxHeapSize=30m", "-Xms8m -Xmx20m"})
  void youngGenerationLeavesRoomInAVerySmallHeap(String options) throws Exception {
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JAVA_OPTS", options));

    assertThat(calls().get(0))
        .contains("<-Xms8m>", "<-XX:MaxNewSize=12m>")
        .doesNotContain("<-XX:NewSize");
  }

  @Test
  void proxyWithoutMemoryEndsWithTheLauncherAndInTheImage() throws Exception {
    run(Map.of("API_BUDDY_ARCHIVE", "no"));
    run(Map.of("API_BUDDY_ARCHIVE", "no"), "--map", "a=http://x");
    run(Map.of("API_BUDDY_ARCHIVE", "no"), "serve", "--map", "a=http://x");
    run(Map.of("API_BUDDY_ARCHIVE", "no"), "export", "a.har");

    assertThat(calls())
        .extracting(call -> call.contains("<-XX:+ExitOnOutOfMemoryError>"))
        .containsExactly(true, true, true, false);
    assertThat(Path.of("../Dockerfile"))
        .content()
        .containsPattern("ENTRYPOINT .*\"-XX:\\+ExitOnOutOfMemoryError\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xms512m", "-XX:InitialHeapSize=512m", "-XX:MaxRAMPercentage=50"})
  void usersHeapOptionsReplaceTheDefaultHeapBound(String option) throws Exception {
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JAVA_OPTS", option));
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JDK_JAVA_OPTIONS", option));

    assertThat(calls()).allSatisfy(call -> assertThat(call).doesNotContain("<-Xmx", "<-Xms40m>"));
    assertThat(calls().get(0)).contains("<" + option + ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UnlockExperimentalVMOptions -XX:+UseShenandoahGC"})
  void collectorChosenByTheUserReplacesTheDefault(String options) throws Exception {
    run(Map.of("API_BUDDY_ARCHIVE", "no"));
    run(Map.of("API_BUDDY_ARCHIVE", "no", "API_BUDDY_JAVA_OPTS", options));
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JAVA_TOOL_OPTIONS", options));
    run(Map.of("API_BUDDY_ARCHIVE", "no", "JAVA_OPTS", "-XX:+UseGCOverheadLimit"));

    assertThat(calls())
        .extracting(call -> call.contains("<-XX:+UseSerialGC>"))
        .containsExactly(true, false, false, true);
  }

  @Test
  void exitCodeIsThatOfTheJvm() throws Exception {
    jvm = jvm("17.0.1", "exit 7");

    try (ProxyProcess launcher = start(Map.of("API_BUDDY_ARCHIVE", "no"), LAUNCHER)) {
      assertThat(launcher.exitCode()).isEqualTo(7);
    }
  }

  @Test
  void jarBesideTheLauncherIsFoundThroughSymbolicLinks() throws Exception {
    Path installed = Files.createDirectory(home.resolve("an installation"));
    Path launcher = Files.copy(LAUNCHER, installed.resolve("api-buddy"));
    Path beside = Files.writeString(installed.resolve("api-buddy.jar"), "b");
    Path link = Files.createSymbolicLink(home.resolve("first"), Path.of("an installation"));
    Path second = Files.createSymbolicLink(home.resolve("second"), Path.of("first/api-buddy"));
    assertThat(link.resolve("api-buddy")).hasSameBinaryContentAs(launcher);
    jar = Path.of("");

    try (ProxyProcess process = start(Map.of("API_BUDDY_ARCHIVE", "no"), second)) {
      process.exitCode();
    }

    assertThat(calls().get(0)).contains("<-jar> <" + beside.toRealPath() + ">");
  }

  @Test
  void anArchiveIsMadeOnceAndUsedFromThenOn() throws Exception {
    run(Map.of());
    Path archive = awaitArchive();
    assertThat(archive).hasContent("whole");
    assertThat(calls()).hasSize(3);
    assertThat(calls()).filteredOn(call -> call.endsWith("<rehearse>")).hasSize(1);
    assertThat(calls()).filteredOn(call -> call.contains("<-Xshare:dump>")).hasSize(1);

    run(Map.of(), "--version");

    assertThat(calls()).hasSize(4);
    assertThat(calls().get(3)).startsWith("<-XX:SharedArchiveFile=" + archive + ">");
    assertThat(files()).containsExactly(archive);
  }

  @Test
  void archiveIsSyncedToDiskBeforeItGetsItsFinalName() throws Exception {
    Path programs = Files.createDirectory(home.resolve("programs"));
    Path synced = home.resolve("synced");
    script(
        programs.resolve("sync"),
        "for file; do echo \"$file $(cat \"$file\")\" >>'%s'; done".formatted(synced));

    run(Map.of("PATH", programs + ":" + System.getenv("PATH")));

    Path archive = awaitArchive();
    assertThat(Files.readString(synced)).matches("\\Q" + archive + "\\E\\.new\\.\\d+ whole\n");
  }

  @Test
  void newerJvmUsesAnAotCacheOfItsOwn() throws Exception {
    run(Map.of());
    awaitArchive();
    jvm = jvm("25.0.2+3-LTS", "exit 0");

    run(Map.of());
    await()
        .atMost(TIMEOUT)
        .until(() -> files().size() == 2 && files().stream().allMatch(this::whole));
    run(Map.of());

    assertThat(calls().get(calls().size() - 1))
        .startsWith("<-XX:AOTCache=" + home)
        .contains("<-Xlog:aot=off>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xshare:off", "-XX:SharedArchiveFile=other", "-XX:AOTMode=off"})
  void archiveChosenByTheUserReplacesTheLaunchers(String option) throws Exception {
    run(Map.of());
    Path archive = awaitArchive();

    run(Map.of("JAVA_OPTS", option));
    run(Map.of("JAVA_TOOL_OPTIONS", option));

    assertThat(calls().subList(3, calls().size()))
        .hasSize(2)
        .allSatisfy(call -> assertThat(call).doesNotContain(archive.toString()));
  }

  @Test
  void replacedJarGetsANewArchiveAndTheOldOneIsDeleted() throws Exception {
    run(Map.of());
    Path archive = awaitArchive();
    Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO));

    run(Map.of());

    assertThat(calls().get(3) + calls().get(calls().size() - 1)).doesNotContain(archive.toString());
    await().atMost(TIMEOUT).until(() -> !Files.exists(archive) && files().size() == 1);
    assertThat(awaitArchive()).isNotEqualTo(archive);
  }

  @Test
  void failedArchiveIsRetriedOnlyAfterSomeTime() throws Exception {
    jvm = jvm("17.0.1", "exit 1");

    for (int start = 0; start < 3; start++) {
      run(Map.of());
      await().atMost(TIMEOUT).until(() -> names().anyMatch(name -> name.endsWith(".failed")));
    }
    assertThat(calls()).filteredOn(call -> call.endsWith("<rehearse>")).hasSize(1);

    Files.setLastModifiedTime(files().get(0), FileTime.from(LONG_AGO));
    run(Map.of());
    await()
        .atMost(TIMEOUT)
        .until(() -> Files.getLastModifiedTime(files().get(0)).toInstant().isAfter(LONG_AGO));
    assertThat(calls()).filteredOn(call -> call.endsWith("<rehearse>")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rehearse", "Xshare:dump"})
  void archiveIsNotKeptIfEitherStepFails(String failing) throws Exception {
    jvm = jvm("17.0.1", "case $call in *" + failing + "*) exit 1 ;; esac");

    run(Map.of());

    await()
        .atMost(TIMEOUT)
        .until(() -> files().size() == 1 && files().get(0).toString().endsWith(".failed"));
  }

  @Test
  void unfinishedArchiveOfADeadProcessIsReplaced() throws Exception {
    run(Map.of());
    Path archive = awaitArchive();
    Path unfinished = archive.resolveSibling(archive.getFileName() + ".new.999999999");
    Files.move(archive, unfinished);

    run(Map.of());

    assertThat(awaitArchive()).isEqualTo(archive);
    await().atMost(TIMEOUT).until(() -> files().equals(List.of(archive)));
  }

  @Test
  void launcherStartsIfNoArchiveCanBeKept() throws Exception {
    // Not one below home, which the archive's maker could still turn into a directory at the end.
    String noDirectory = "/dev/null";

    assertThat(run(Map.of("XDG_CACHE_HOME", noDirectory))).isEqualTo("said\n");
  }

  @Test
  void missingJavaIsReportedWithWhereItWasSought() throws Exception {
    assertThat(failure(Map.of("JAVA_HOME", "/nowhere")))
        .isEqualTo("api-buddy: JAVA_HOME is /nowhere, where there is no bin/java");
    assertThat(failure(Map.of("JAVA_HOME", "", "PATH", "/nowhere")))
        .startsWith("api-buddy: there is no java on PATH: install Java 17 or later");
  }

  @Test
  void javaThatIsTooOldIsRefused() throws Exception {
    jvm = jvm("11.0.20", "exit 0");
    assertThat(failure(Map.of()))
        .isEqualTo("api-buddy: Java 17 or later is needed, but %s/bin/java is 11.0.20", jvm);

    Files.delete(jvm.resolve("release"));
    script("echo 'openjdk version \"1.8.0_292\"' >&2");
    assertThat(failure(Map.of())).endsWith("is 1.8.0_292");
  }

  @Test
  void missingJarIsReportedWithTheRemedy() throws Exception {
    jar = Path.of("/nowhere/a.jar");

    assertThat(failure(Map.of())).contains("no runnable jar at /nowhere/a.jar", "mvn package");
  }

  private String failure(Map<String, String> environment) throws Exception {
    try (ProxyProcess launcher = start(environment, LAUNCHER)) {
      assertThat(launcher.exitCode()).isEqualTo(1);
      return launcher.output();
    }
  }

  private String run(Map<String, String> environment, String... arguments) throws Exception {
    try (ProxyProcess launcher = start(environment, LAUNCHER, arguments)) {
      launcher.exitCode();
      return launcher.output() + "\n";
    }
  }

  private ProxyProcess start(Map<String, String> environment, Path launcher, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("JAVA_HOME", jvm.toString());
    all.put("API_BUDDY_JAR", jar.toString());
    all.put("JAVA_OPTS", "");
    all.put("API_BUDDY_JAVA_OPTS", "");
    all.putAll(environment);
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    return ProxyProcess.runCommand(home, all, command);
  }

  /** Makes a JVM of a version that runs the shell commands {@code end} at its end. */
  private Path jvm(String version, String end) throws IOException {
    jvm = Files.createDirectories(home.resolve("jvm " + version + " " + end));
    Files.createDirectories(jvm.resolve("bin"));
    Files.writeString(
        jvm.resolve("release"),
        "IMPLEMENTOR=\"Some Body\"\nJAVA_RUNTIME_VERSION=\"%s\"\nMODULES=\"java.base x\"\n"
            .formatted(version));
    script(
        """
        call=; output=; said=said
        for argument; do
          call="$call <$argument>"
          case $argument in
            -Xshare:dump) said= ;;
            -XX:AOTCacheOutput=* | -XX:DumpLoadedClassList=*) said= output=${argument#*=} ;;
            -XX:SharedArchiveFile=*) [ -n "$said" ] || output=${argument#*=} ;;
          esac
        done
        echo "${call# }" >>'%s'
        if [ -n "$output" ]; then printf whole >"$output"; else echo "$said"; fi
        %s
        """
            .formatted(home.resolve("calls"), end));
    return jvm;
  }

  private void script(String text) throws IOException {
    script(jvm.resolve("bin/java"), text);
  }

  private static void script(Path program, String text) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("calls"));
  }

  private Path awaitArchive() {
    await().atMost(TIMEOUT).until(() -> files().size() == 1 && whole(files().get(0)));
    return files().get(0);
  }

  private boolean whole(Path file) {
    return !file.toString().contains(".new.") && !file.toString().endsWith(".failed");
  }

  private Stream<String> names() {
    return files().stream().map(Path::toString);
  }

  private List<Path> files() {
    Path archives = home.resolve("cache/api-buddy/startup");
    try (Stream<Path> all = Files.list(archives)) {
      return all.sorted().toList();
    } catch (IOException e) {
      return List.of(); // it is not there yet
    }
  }
}
