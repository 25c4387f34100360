package dev.refrain.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a contender's process is started: under which settings, on which class path.
///
/// libtorch has several, and ratios are against the fastest. Each setting and what it brings is in
/// bench/README.md.
///
/// @param name for tables
/// @param contender of [SpeedCase#enter]
/// @param environment what is set for it
/// @param flags of java
/// @param threads of the contender, if it is not to have the race's; else 0
record Seat(
    String name,
    String contender,
    Map<String, String> environment,
    List<String> flags,
    int threads) {

  private static final Path BENCH = Path.of(System.getProperty("refrain.bench", "bench"));
  private static final List<String> SMALL_HEAP =
      List.of("-XX:+UseSerialGC", "-Xms32m", "-XX:MaxRAMPercentage=50", "-XX:-UsePerfData");

  /// Everybody begins with weights that Refrain has drawn, which needs its module.
  private static final List<String> ALL_FLAGS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// JavaCPP puts MKL in the place of OpenBLAS in its cache, also for others who read it at the time.
  private static final String MKL_CACHE =
      "-Dorg.bytedeco.javacpp.cachedir="
          + Path.of(System.getProperty("user.home"), ".javacpp", "cache-mkl");

  /// What settings of libtorch meet in the environment, none of which is handed on.
  private static final List<String> SETTINGS =
      List.of(
          "MALLOC_MMAP_THRESHOLD_",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "OPENBLAS_CORETYPE",
          "OPENBLAS_NUM_THREADS",
          "OMP_NUM_THREADS",
          "MKL_THREADING_LAYER");

  /// Large buffers come from and go back to malloc every step: these keep them.
  private static final Map<String, String> KEPT_BUFFERS =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "4294967296",
          "MALLOC_TOP_PAD_", "67108864");

  /// Who takes part in a race: Refrain, then every peer under each of its settings.
  ///
  /// @param shipped whether libtorch also runs as it comes
  static List<Seat> of(SpeedCase speedCase, int threads, boolean shipped) {
    List<Seat> seats = new ArrayList<>();
    seats.add(new Seat("Refrain", SpeedCase.REFRAIN, Map.of(), refrainFlags(), 0));
    for (String peer : speedCase.peers()) {
      if (peer.startsWith(SpeedCase.LIBTORCH)) {
        seats.addAll(libtorch(peer, threads, shipped));
      } else if (!hasOwnClassPath(peer)) {
        seats.add(new Seat(peer, peer, Map.of(), List.of(), 0));
      } else if (Files.isDirectory(ownClassPath(peer))) {
        seats.add(jvmPeer(peer, peer, 0));
        if (threads > 1) {
          seats.add(jvmPeer(peer + ", one thread", peer, 1)); // two are not always faster
        }
      } else {
        System.out.printf("%s is left out: %s is not built%n", peer, ownClassPath(peer));
      }
    }
    return seats;
  }

  /// The smallest heap and kept buffers suit them too; Deeplearning4j's OpenBLAS is as old as it is.
  private static Seat jvmPeer(String name, String peer, int ownThreads) {
    Map<String, String> settings = new HashMap<>(KEPT_BUFFERS);
    if (Machine.hasAvx512()) {
      settings.put("OPENBLAS_CORETYPE", "SkylakeX");
    }
    return new Seat(name, peer, Map.copyOf(settings), SMALL_HEAP, ownThreads);
  }

  /// As `./refrain train` has them, with the archive of the JDK's classes that it made when it was built.
  private static List<String> refrainFlags() {
    List<String> flags = new ArrayList<>(SMALL_HEAP);
    flags.add("-XX:ObjectAlignmentInBytes=64");
    flags.add("-XX:Tier3DelayOn=100");
    Path archive = BENCH.resolveSibling("app").resolve("target").resolve("start-64.jsa");
    if (Files.isReadable(archive)) {
      flags.add("-XX:SharedArchiveFile=" + archive);
    }
    return flags;
  }

  private static List<Seat> libtorch(String peer, int threads, boolean shipped) {
    List<Seat> seats = new ArrayList<>();
    seats.add(new Seat(peer, peer, openBlas(1), List.of(), 0));
    if (threads > 1) {
      seats.add(new Seat(peer + ", products on all", peer, openBlas(threads), List.of(), 1));
    }
    if (hasMkl()) {
      seats.add(
          new Seat(
              peer + " with MKL",
              peer,
              with(KEPT_BUFFERS, "MKL_THREADING_LAYER", "GNU"),
              List.of("-Dorg.bytedeco.openblas.load=mkl", MKL_CACHE),
              0));
    }
    if (shipped) {
      seats.add(new Seat(peer + ", as shipped", peer, Map.of(), List.of(), 0));
    }
    return seats;
  }

  /// OpenBLAS 0.3.31 takes newer processors for Haswell; its own threads fight with libtorch's.
  private static Map<String, String> openBlas(int threads) {
    Map<String, String> settings =
        with(KEPT_BUFFERS, "OPENBLAS_NUM_THREADS", Integer.toString(threads));
    return Machine.hasAvx512() ? with(settings, "OPENBLAS_CORETYPE", "SkylakeX") : settings;
  }

  private static Map<String, String> with(Map<String, String> settings, String name, String value) {
    var all = new HashMap<>(settings);
    all.put(name, value);
    return Map.copyOf(all);
  }

  private static boolean hasMkl() {
    try (var jars = Files.list(BENCH.resolve("target/lib"))) {
      return jars.anyMatch(jar -> jar.getFileName().toString().matches("mkl-.*-x86_64\\.jar"));
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether a peer's libraries do not go together with those of this module.
  private static boolean hasOwnClassPath(String peer) {
    return peer.equals(SpeedCase.DEEPLEARNING4J) || peer.equals(SpeedCase.DJL);
  }

  private static Path ownClassPath(String peer) {
    return BENCH.resolve(peer).resolve("target");
  }

  /// Whether what does the work was compiled long ago.
  boolean isCompiled() {
    return contender.startsWith(SpeedCase.LIBTORCH) || contender.equals(SpeedCase.ONNX);
  }

  /// The command that runs this contender in a case.
  ProcessBuilder launch(SpeedCase speedCase, int raceThreads) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALL_FLAGS);
    command.addAll(flags);
    command.add("-cp");
    if (hasOwnClassPath(contender)) {
      Path target = ownClassPath(contender);
      command.add(target.resolve("classes") + ":" + target.resolve("lib") + "/*");
      command.add("dev.refrain.bench." + contender + ".ContenderProgram");
    } else {
      command.add(System.getProperty("java.class.path"));
      command.add(ContenderProgram.class.getName());
    }
    command.addAll(
        Arrays.asList(
            speedCase.id(), contender, Integer.toString(threads == 0 ? raceThreads : threads)));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    SETTINGS.forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    return builder;
  }
}
