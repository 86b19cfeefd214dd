using System.Globalization;
using System.Text.Json;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>Images as CSV and as files, predicted by a run whose CSV files hold blue first.</summary>
[Trait("Speed", "Slow")]
public sealed class PredictRunTests
{
    private const int Rows = 40;
    private static readonly ImageShape Shape = new(12, 12, 3);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_CsvFilesAndFolders_AgreesInEveryForm()
    {
        using var directory = new TemporaryDirectory();
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "rgb.csv", "--count", $"{Rows}", "--side", "12", "--classes", "3");
        WriteFiles(directory);
        HostResult training = await HostProcess.RunAsync(
            directory.Path,
            null,
            ["train", "--training", "bgr.csv", "--testing", "bgr.csv", "--epochs", "2", "--output", "run", "--Data:Height", "12", "--Data:Width", "12", "--Data:ChannelOrder", "Bgr", "--Augment:FeaturewiseCenter", "true", "--Augment:FeaturewiseStdNormalization", "true", "--Augment:Rescale", "0.5"]);
        Assert.Equal(string.Empty, training.Error);

        // The standardisation of the run is remembered: the same loss again.
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/report.json"), Patience));
        HostResult evaluation = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{Rows} images of bgr.csv - loss: {report.RootElement.GetProperty("test_loss").GetDouble():F4} - "),
            evaluation.Output,
            StringComparison.Ordinal);

        HostResult table = await HostProcess.RunAsync(directory.Path, null, "predict", "run", "bgr.csv", "--top", "3");
        string[] rows = table.Output.Trim().Split('\n');
        Assert.Equal("file,row,class,probability,class2,probability2,class3,probability3", rows[0]);
        Assert.Equal(Rows, rows.Length - 1);

        // A mix of inputs, in order; the same pixels give the same line but for the file and the row.
        HostResult mix = await HostProcess.RunAsync(
            directory.Path, null, "predict", "run", "pictures/003.png", "bgr.csv", "pictures", "--top", "3", "--output", "mix.csv");
        Assert.Equal(string.Empty, mix.Error + mix.Output);
        string[] lines = [.. (await File.ReadAllLinesAsync(directory.File("mix.csv"), Patience)).Skip(1)];
        Assert.Equal(
            [(Path.Combine("pictures", "003.png"), "1"), .. Enumerable.Range(0, Rows).Select(row => ("bgr.csv", $"{row + 1}")), .. Enumerable.Range(0, Rows).Select(row => (Path.Combine("pictures", $"{row:D3}.png"), "1"))],
            lines.Select(line => (line.Split(',')[0], line.Split(',')[1])));
        string[] answers = [.. rows.Skip(1).Select(Answer)];
        Assert.All([answers[3], .. answers, .. answers], (answer, index) => RequireSame(answer, Answer(lines[index])));

        HostResult json = await HostProcess.RunAsync(directory.Path, null, "predict", "run", "bgr.csv", "--format", "jsonl");
        JsonElement[] objects = [.. json.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            rows.Skip(1).Select(line => line.Split(',')[2]),
            objects.Select(element => element.GetProperty("predictions").EnumerateArray().Single().GetProperty("class").GetString()));
    }

    [Fact]
    public async Task Preview_OfBlueFirstData_IsThatOfTheSamePicturesInRed()
    {
        using var directory = new TemporaryDirectory();
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "rgb.csv", "--count", $"{Rows}", "--side", "12", "--classes", "3");
        WriteFiles(directory);
        string[] common = ["--Data:Height", "12", "--Data:Width", "12", "--images", "2", "--versions", "2"];

        await HostProcess.RunAsync(directory.Path, null, ["preview", "rgb.png", "--training", "rgb.csv", .. common]);
        await HostProcess.RunAsync(directory.Path, null, ["preview", "bgr.png", "--training", "bgr.csv", "--Data:ChannelOrder", "Bgr", .. common]);

        Assert.Equal(await File.ReadAllBytesAsync(directory.File("rgb.png"), Patience), await File.ReadAllBytesAsync(directory.File("bgr.png"), Patience));
    }

    /// <summary>Everything behind file and row.</summary>
    private static string Answer(string line) => line.Split(',', 3)[2];

    /// <summary>The same classes in the same order; of the six digits of a probability the last may depend on the size of the batch.</summary>
    private static void RequireSame(string expected, string actual)
    {
        string[] wanted = expected.Split(',');
        string[] found = actual.Split(',');
        Assert.Equal(wanted.Where((_, field) => field % 2 == 0), found.Where((_, field) => field % 2 == 0));
        Assert.All(
            wanted.Zip(found).Where((_, field) => field % 2 == 1),
            pair => Assert.Equal(double.Parse(pair.First, CultureInfo.InvariantCulture), double.Parse(pair.Second, CultureInfo.InvariantCulture), 1.5e-6));
    }

    /// <summary>The pictures of <c>rgb.csv</c> as PNG files, and as CSV with blue first.</summary>
    private static void WriteFiles(TemporaryDirectory directory)
    {
        Directory.CreateDirectory(directory.File("pictures"));
        var codec = new SkiaImageCodec();
        using StreamWriter bgr = File.CreateText(directory.File("bgr.csv"));
        int row = 0;
        foreach (string line in File.ReadLines(directory.File("rgb.csv")))
        {
            string[] fields = line.Split(',');
            byte[] pixels = [.. fields.Skip(1).Select(value => byte.Parse(value, CultureInfo.InvariantCulture))];
            File.WriteAllBytes(directory.File($"pictures/{row++:D3}.png"), codec.EncodePng(pixels, Shape));
            for (int i = 0; i < pixels.Length; i += 3)
            {
                (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
            }

            bgr.Write($"{fields[0]},{string.Join(',', pixels)}\n");
        }
    }
}
