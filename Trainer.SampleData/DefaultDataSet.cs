using System.Text.Json;

namespace Trainer.SampleData;

/// <summary>
/// Blossoms-17, the data set that the program trains on when it is given none: made once, checked each time.
/// </summary>
/// <remarks>
/// A marker file beside the two CSV files holds the generator's version and the length and SHA-256 of each. Files that
/// are missing, torn, edited or made by another version of the generator are made again. A full check reads 60 MB.
/// </remarks>
public sealed class DefaultDataSet
{
    /// <summary>The version of the drawing code. Raise it with every change that moves a byte of a picture.</summary>
    public const int GeneratorVersion = 2;

    /// <summary>The number of training pictures, 60 of each class.</summary>
    public const int TrainingCount = 1020;

    /// <summary>The number of testing pictures, 20 of each class.</summary>
    public const int TestingCount = 340;

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _directory;
    private readonly SampleDataOptions _training;
    private readonly SampleDataOptions _testing;

    /// <summary>Names the files; makes none.</summary>
    /// <param name="directory">
    /// The directory that holds the files, by default <c>data</c> in the working directory.
    /// </param>
    public DefaultDataSet(string directory = "data")
        : this(directory, TrainingOptions, TestingOptions)
    {
    }

    /// <summary>Names the files of a data set kept in the same way, but of other contents.</summary>
    /// <param name="directory">The directory that holds the files.</param>
    /// <param name="training">What the training file holds.</param>
    /// <param name="testing">What the testing file holds.</param>
    internal DefaultDataSet(string directory, SampleDataOptions training, SampleDataOptions testing)
    {
        _directory = directory;
        _training = training;
        _testing = testing;
        TrainingPath = Path.Combine(directory, "blossoms17_training.csv");
        TestingPath = Path.Combine(directory, "blossoms17_testing.csv");
        MarkerPath = Path.Combine(directory, "blossoms17.json");
    }

    /// <summary>What the training file holds: samples 0 to 1019.</summary>
    public static SampleDataOptions TrainingOptions { get; } = new() { Count = TrainingCount };

    /// <summary>What the testing file holds: samples 1020 to 1359, none of which is in the training file.</summary>
    public static SampleDataOptions TestingOptions { get; } =
        new() { Count = TestingCount, FirstSample = TrainingCount };

    /// <summary>The training file.</summary>
    public string TrainingPath { get; }

    /// <summary>The testing file.</summary>
    public string TestingPath { get; }

    /// <summary>The marker file.</summary>
    public string MarkerPath { get; }

    /// <summary>Says whether both files are there, whole and of this version. Reads them in full.</summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public bool IsUpToDate() =>
        ReadMarker() is { GeneratorVersion: GeneratorVersion, Training: { } training, Testing: { } testing }
        && training.Matches(TrainingPath)
        && testing.Matches(TestingPath);

    /// <summary>Makes both files unless they are there, whole and of this version.</summary>
    /// <param name="progress">
    /// Told how many of the rows of both files are written so far; not called when nothing is to be done.
    /// </param>
    /// <param name="cancellation">Stops the work and leaves no half file.</param>
    /// <returns>True if the files were made, false if they were there.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public bool Ensure(IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (IsUpToDate())
        {
            return false;
        }

        Directory.CreateDirectory(_directory);

        // Without a marker nothing counts as made, whatever happens from here on.
        File.Delete(MarkerPath);
        FileFingerprint training = SampleDataWriter.Write(TrainingPath, _training, progress, cancellation);
        IProgress<long>? further = progress is null ? null : new Further(progress, _training.Count);
        FileFingerprint testing = SampleDataWriter.Write(TestingPath, _testing, further, cancellation);
        string marker = JsonSerializer.Serialize(new DefaultDataSetMarker(GeneratorVersion, training, testing), Layout);
        File.WriteAllText(MarkerPath + ".tmp", marker + "\n");
        File.Move(MarkerPath + ".tmp", MarkerPath, overwrite: true);
        return true;
    }

    /// <summary>Reads the marker; null if there is none or it makes no sense, which a crash may leave behind.</summary>
    private DefaultDataSetMarker? ReadMarker()
    {
        if (!File.Exists(MarkerPath))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<DefaultDataSetMarker>(File.ReadAllBytes(MarkerPath), Layout);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reports the rows of the second file after those of the first.</summary>
    private sealed class Further(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
