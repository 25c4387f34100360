package dev.refrain.search;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.AtomicFiles;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.FolderLock;
import dev.refrain.train.JsonFields;
import dev.refrain.train.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A study's folder: `study.json` says what is searched and how, `trials.jsonl` what has happened.
/// Anyone may read it at any time; one process at a time may hold it to go on with the study.
public final class Study implements AutoCloseable {
  /// What is searched and how.
  public static final String PLAN = "study.json";

  /// What has happened.
  public static final String LOG = "trials.jsonl";

  private static final String LOCK = "study.lock";
  private static final int FORMAT = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final StudyPlan plan;
  private final FolderLock lock;
  private final StudyLog log;
  private final List<StudyEvent> events;
  private final boolean torn;

  private Study(
      Path folder, StudyPlan plan, FolderLock lock, StudyLog log, StudyLog.Content content) {
    this.folder = folder;
    this.plan = plan;
    this.lock = lock;
    this.log = log;
    this.events = new ArrayList<>(content.events());
    this.torn = content.torn();
  }

  /// A new study in a folder that does not exist or is empty.
  ///
  /// @param limits when it is to stop, for those who go on with it
  /// @throws IOException in one sentence if the folder may not be used
  public static Study create(Path folder, StudyPlan plan, StudyLimits limits) throws IOException {
    if (Files.exists(folder.resolve(PLAN))) {
      throw new ModelFormatException(
          "%s: already holds a study; go on with it (--resume) or choose another folder"
              .formatted(folder));
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new ModelFormatException(
          "%s: is not an empty folder and holds no study; choose another".formatted(folder));
    }
    Files.createDirectories(folder);
    return open(folder, plan, limits);
  }

  /// A study to go on with, as a plan has it from now on: usually that of [#plan]. The caller answers
  /// for a difference: what has happened must have happened under the new plan too.
  ///
  /// @param limits when it is to stop
  /// @throws IOException in one sentence if the folder holds none, or another process works on it
  public static Study resume(Path folder, StudyPlan plan, StudyLimits limits) throws IOException {
    requireStudy(folder);
    return open(folder, plan, limits);
  }

  private static Study open(Path folder, StudyPlan plan, StudyLimits limits) throws IOException {
    FolderLock lock = lock(folder);
    try {
      StudyLog.Content content = StudyLog.read(folder.resolve(LOG));
      write(folder, plan, limits);
      StudyLog log = StudyLog.open(folder.resolve(LOG), content.length());
      return new Study(folder, plan, lock, log, content);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireStudy(Path folder) throws ModelFormatException {
    if (!Files.exists(folder.resolve(PLAN))) {
      throw new ModelFormatException("%s: holds no study (there is no %s)".formatted(folder, PLAN));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      // what a process leaves that ended before the plan was written
      return entries.allMatch(entry -> entry.getFileName().toString().equals(LOCK));
    }
  }

  private static FolderLock lock(Path folder) throws IOException {
    return FolderLock.take(
        folder.resolve(LOCK),
        "%s: another process works on this study; wait for it".formatted(folder));
  }

  /// The plan of the study in a folder.
  ///
  /// @throws IOException in one sentence if there is none
  public static StudyPlan plan(Path folder) throws IOException {
    JsonFields fields = fields(folder);
    JsonFields data = fields.object("data");
    var subject =
        new StudySubject(
            fields.text("task"),
            new DataFingerprint(
                data.text("name"),
                data.wholeNumber("bytes", 0, Long.MAX_VALUE),
                data.text("sha256")),
            fields.object("constants").node());
    return read(fields, search -> StudyPlanJson.read(search, subject));
  }

  /// When the study in a folder is to stop.
  ///
  /// @throws IOException in one sentence if there is none
  public static StudyLimits limits(Path folder) throws IOException {
    return read(fields(folder), StudyPlanJson::limits);
  }

  private static JsonFields fields(Path folder) throws IOException {
    requireStudy(folder);
    Path file = folder.resolve(PLAN);
    JsonFields fields = JsonFields.parse(file.toString(), Files.readAllBytes(file));
    int format = fields.integer("format", 1, Integer.MAX_VALUE);
    if (format > FORMAT) {
      throw new ModelFormatException(
          "%s: has format %d and this Refrain reads up to %d".formatted(file, format, FORMAT));
    }
    return fields;
  }

  private static <T> T read(JsonFields fields, Function<ObjectNode, T> reader)
      throws ModelFormatException {
    try {
      return reader.apply(fields.object("search").node());
    } catch (SearchFormatException e) {
      throw new ModelFormatException(
          "%s: /search%s: %s".formatted(fields.source(), e.pointer(), e.getMessage()), e);
    }
  }

  /// What has happened so far in the study in a folder.
  public static StudyHistory history(Path folder) throws IOException {
    requireStudy(folder);
    return StudyHistory.of(StudyLog.read(folder.resolve(LOG)).events());
  }

  private static void write(Path folder, StudyPlan plan, StudyLimits limits) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    json.put("task", plan.task());
    json.putObject("data")
        .put("name", plan.data().name())
        .put("bytes", plan.data().bytes())
        .put("sha256", plan.data().sha256());
    json.set("constants", plan.space().constants());
    json.set("search", StudyPlanJson.of(plan, limits));
    AtomicFiles.write(
        folder.resolve(PLAN), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  public Path folder() {
    return folder;
  }

  public StudyPlan plan() {
    return plan;
  }

  /// Whether the log's last line had been torn by a kill, and was cut off.
  public boolean torn() {
    return torn;
  }

  /// What has happened so far.
  public synchronized StudyHistory history() {
    return StudyHistory.of(events);
  }

  /// Adds an event to the log.
  synchronized void record(StudyEvent event) throws IOException {
    log.append(event);
    events.add(event);
  }

  /// Lets others go on with the study.
  @Override
  public void close() throws IOException {
    log.close();
    lock.close();
  }
}
