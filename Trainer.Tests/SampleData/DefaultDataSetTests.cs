using System.Security.Cryptography;
using Trainer.SampleData;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.SampleData;

public sealed class DefaultDataSetTests : IDisposable
{
    // A picture that moves by a bit changes these. Raise DefaultDataSet.GeneratorVersion when you change them, and
    // bring data/README.md up to date.
    private const string TrainingSha256 = "85bb763c84ba8f0443d7c9a912d10259d1aca61e8d0117803fa43d52c65e6a59";
    private const string TestingSha256 = "91a23a56c78cd97afdba02822e236b73da962b4f3b7837f38ff1d8285959ed21";

    private static readonly SampleDataOptions FewTraining = new() { Count = 20, Side = 8 };
    private static readonly SampleDataOptions FewTesting = new() { Count = 10, Side = 8, FirstSample = 20 };

    private readonly TemporaryDirectory _directory = new();
    private readonly DefaultDataSet _few;

    public DefaultDataSetTests() => _few = new DefaultDataSet(_directory.Path, FewTraining, FewTesting);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Ensure_EmptyDirectory_WritesTheSameBytesOnEveryMachine()
    {
        var dataSet = new DefaultDataSet(_directory.Path);
        var seen = new List<long>();

        bool made = dataSet.Ensure(new Witness(seen.Add), TestContext.Current.CancellationToken);

        Assert.True(made);
        Assert.Equal(TrainingSha256, Sha256(dataSet.TrainingPath));
        Assert.Equal(TestingSha256, Sha256(dataSet.TestingPath));
        Assert.Equal(1360, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(3, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public void Options_OfBothFiles_ShareNoSampleAndBalanceTheClasses()
    {
        SampleDataOptions training = DefaultDataSet.TrainingOptions;
        SampleDataOptions testing = DefaultDataSet.TestingOptions;

        Assert.Equal(training.FirstSample + training.Count, testing.FirstSample);
        Assert.Equal(training.Seed, testing.Seed);
        Assert.Equal((60, 20), ((int)training.Count / 17, (int)testing.Count / 17));
        Assert.Equal((0, 0), ((int)training.Count % 17, (int)testing.Count % 17));
    }

    [Fact]
    public void Constructor_NoDirectory_NamesDataInTheWorkingDirectory()
    {
        var dataSet = new DefaultDataSet();

        Assert.Equal(Path.Combine("data", "blossoms17_training.csv"), dataSet.TrainingPath);
        Assert.Equal(Path.Combine("data", "blossoms17_testing.csv"), dataSet.TestingPath);
        Assert.Equal(Path.Combine("data", "blossoms17.json"), dataSet.MarkerPath);
    }

    [Fact]
    public void Ensure_NoDirectory_MakesIt()
    {
        var dataSet = new DefaultDataSet(_directory.File("new"), FewTraining, FewTesting);

        dataSet.Ensure(cancellation: TestContext.Current.CancellationToken);

        Assert.True(dataSet.IsUpToDate());
    }

    [Fact]
    public void Ensure_AlreadyMade_TouchesNothing()
    {
        Ensure();
        DateTime written = File.GetLastWriteTimeUtc(_few.TrainingPath);
        var seen = new List<long>();

        bool made = _few.Ensure(new Witness(seen.Add), TestContext.Current.CancellationToken);

        Assert.False(made);
        Assert.Empty(seen);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_few.TrainingPath));
    }

    [Theory]
    [InlineData("torn training file")]
    [InlineData("edited testing file")]
    [InlineData("no testing file")]
    [InlineData("no marker")]
    [InlineData("torn marker")]
    [InlineData("marker without files")]
    [InlineData("other version")]
    public void Ensure_SomethingWrong_MakesBothFilesAgain(string damage)
    {
        Ensure();
        string[] good = Hashes();
        Break(damage);
        Assert.False(_few.IsUpToDate());

        bool made = Ensure();

        Assert.True(made);
        Assert.True(_few.IsUpToDate());
        Assert.Equal(good, Hashes());
    }

    [Fact]
    public void Ensure_CancelledInTheSecondFile_LeavesNoMarkerAndNoHalfFile()
    {
        using var cancellation = new CancellationTokenSource();
        var witness = new Witness(rows =>
        {
            if (rows >= FewTraining.Count)
            {
                cancellation.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => _few.Ensure(witness, cancellation.Token));

        Assert.Equal([_few.TrainingPath], Directory.GetFiles(_directory.Path));
        Assert.True(Ensure());
    }

    private bool Ensure() => _few.Ensure(cancellation: TestContext.Current.CancellationToken);

    private void Break(string damage)
    {
        switch (damage)
        {
            case "torn training file":
                byte[] bytes = File.ReadAllBytes(_few.TrainingPath);
                File.WriteAllBytes(_few.TrainingPath, bytes[..^7]);
                break;
            case "edited testing file":
                bytes = File.ReadAllBytes(_few.TestingPath);
                bytes[^2] = bytes[^2] == (byte)'0' ? (byte)'1' : (byte)'0';
                File.WriteAllBytes(_few.TestingPath, bytes);
                break;
            case "no testing file":
                File.Delete(_few.TestingPath);
                break;
            case "no marker":
                File.Delete(_few.MarkerPath);
                break;
            case "torn marker":
                File.WriteAllText(_few.MarkerPath, File.ReadAllText(_few.MarkerPath)[..20]);
                break;
            case "marker without files":
                File.WriteAllText(_few.MarkerPath, $"{{ \"generatorVersion\": {DefaultDataSet.GeneratorVersion} }}");
                break;
            case "other version":
                string marker = File.ReadAllText(_few.MarkerPath);
                string version = $"\"generatorVersion\": {DefaultDataSet.GeneratorVersion}";
                Assert.Contains(version, marker, StringComparison.Ordinal);
                File.WriteAllText(_few.MarkerPath, marker.Replace(version, version + "0", StringComparison.Ordinal));
                break;
            default:
                throw new ArgumentException($"Unknown damage: {damage}", nameof(damage));
        }
    }

    private string[] Hashes() => [Sha256(_few.TrainingPath), Sha256(_few.TestingPath), Sha256(_few.MarkerPath)];

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
