using System.IO.Compression;
using System.Text.Json;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Tests.Augment;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>The settings that say how data are read, through the program.</summary>
[Trait("Speed", "Slow")]
public sealed class DataOptionsTests : IDisposable
{
    private static readonly string[] Shape = ["--Data:Height", "8", "--Data:Width", "8"];
    private static readonly string[] Small = ["--training", "training.csv", .. Shape];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Digest_CachedOrCompressed_IsTheSame()
    {
        await DrawAsync();
        string[] rows = File.ReadAllLines(_directory.File("training.csv"));
        string plain = await DigestAsync([.. Small, "--Pipeline:Shuffle", "None"]);

        Assert.Equal(plain, await DigestAsync([.. Small, "--Pipeline:Shuffle", "None", "--Data:CacheMegabytes", "1", "--Pipeline:ParseWorkers", "4"]));

        using (var gzip = new GZipStream(File.Create(_directory.File("training.csv.gz")), CompressionLevel.Fastest))
        using (var writer = new StreamWriter(gzip))
        {
            writer.Write(string.Concat(rows.Select(row => row + "\n")));
        }

        Assert.Equal(plain, await DigestAsync([.. Shape, "--training", "training.csv.gz", "--Pipeline:Shuffle", "None"]));
        Assert.Equal(
            await DigestAsync(Small),
            await DigestAsync([.. Shape, "--training", "training.csv.gz", "--Data:CacheMegabytes", "1", "--Pipeline:ParseWorkers", "4"]));
    }

    [Fact]
    public async Task Digest_FolderOfImages_DependsOnTheFilterAndNotOnTheCodec()
    {
        var shape = new ImageShape(16, 16, 3);
        Directory.CreateDirectory(_directory.File("photos/tulip"));
        File.WriteAllBytes(
            _directory.File("photos/tulip/a.png"), new SkiaImageCodec().EncodePng(TestImages.Noise(shape, seed: 3), shape));
        string[] folder = [.. Shape, "--training", "photos", "--testing", "photos"];

        string nearest = await DigestAsync(folder);
        string area = await DigestAsync([.. folder, "--Data:ResizeFilter", "Area"]);
        string imageSharp = await DigestAsync([.. folder, "--Data:ResizeFilter", "Area", "--Data:ImageCodec", "ImageSharp"]);

        Assert.NotEqual(nearest, area);
        Assert.Equal(area, imageSharp);
    }

    [Fact]
    public async Task Train_WithBadRows_FailsOrListsThem()
    {
        await DrawAsync();
        string[] rows = File.ReadAllLines(_directory.File("training.csv"));
        rows[4] = WithABadPixel(rows[4]);
        rows[9] = "torn";
        File.WriteAllLines(_directory.File("training.csv"), rows);
        string[] train = [.. Small, "--testing", "training.csv", "--epochs", "1", "--batch-size", "8", "--output"];

        HostResult failed = await HostProcess.RunAsync(_directory.Path, null, [.. train, "failed"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("training.csv, row 10: there is no comma behind the label", failed.Error, StringComparison.Ordinal);

        HostResult limited = await HostProcess.RunAsync(_directory.Path, null, [.. train, "limited", "--Data:BadRows", "Skip"]);
        Assert.Equal(1, limited.ExitCode);
        Assert.Contains("more than 1 of 40 rows are bad, and BadRowLimit is 1%", limited.Error, StringComparison.Ordinal);

        HostResult skipped = await HostProcess.RunAsync(_directory.Path, null, [.. train, "skipped", "--Data:BadRows", "Skip", "--Data:BadRowLimit", "2"]);
        Assert.Equal(string.Empty, skipped.Error);
        Assert.Contains("4 bad rows were left out; ", skipped.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "data,row,reason",
                "training,5,\"training.csv, row 5, column 2: '999' is not a whole number from 0 to 255.\"",
                "training,10,\"training.csv, row 10: there is no comma behind the label; expected 'label,value,value,...'.\"",
                "testing,5,\"training.csv, row 5, column 2: '999' is not a whole number from 0 to 255.\"",
                "testing,10,\"training.csv, row 10: there is no comma behind the label; expected 'label,value,value,...'.\"",
            ],
            File.ReadLines(_directory.File("skipped/skipped-rows.csv")));
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(_directory.File("skipped/report.json"), TestContext.Current.CancellationToken));
        Assert.Equal(4, report.RootElement.GetProperty("skipped_rows").GetInt32());
        Assert.Equal(38, report.RootElement.GetProperty("test_samples").GetInt32());
    }

    [Fact]
    public async Task PredictAndEvaluate_WithBadRows_PassOverThemAndSaySo()
    {
        await DrawAsync();
        string[] rows = File.ReadAllLines(_directory.File("training.csv"));
        File.WriteAllLines(_directory.File("bad.csv"), rows.Take(8).Select((row, index) => index < 4 || index == 6 ? WithABadPixel(row) : row));
        File.WriteAllLines(_directory.File("worse.csv"), rows.Take(4).Select(WithABadPixel));
        await HostProcess.RunAsync(
            _directory.Path, null, [.. Small, "--testing", "training.csv", "--epochs", "1", "--batch-size", "4", "--Data:BadRows", "Skip", "--Data:BadRowLimit", "6", "--output", "run"]);

        string reasons = string.Concat(
            new[] { 1, 2, 3, 4, 7 }.Select(row => $"  bad.csv, row {row}, column 2: '999' is not a whole number from 0 to 255.\n"));

        HostResult prediction = await HostProcess.RunAsync(_directory.Path, null, "predict", "run", "bad.csv", "worse.csv");

        Assert.Equal(0, prediction.ExitCode);
        Assert.Equal(
            ["file,row", "bad.csv,5", "bad.csv,6", "bad.csv,8"],
            prediction.Output.Trim().Split('\n').Select(line => string.Join(',', line.Split(',').Take(2))));
        Assert.Equal($"9 bad rows were left out:\n{reasons}  … and 4 more\n", prediction.Error);

        HostResult evaluation = await HostProcess.RunAsync(_directory.Path, null, "evaluate", "run", "--testing", "bad.csv");

        Assert.Equal(0, evaluation.ExitCode);
        Assert.StartsWith("3 images of bad.csv - loss: ", evaluation.Output, StringComparison.Ordinal);
        Assert.Equal($"5 bad rows were left out:\n{reasons}", evaluation.Error);
    }

    [Theory]
    [InlineData("profile --epochs 1")]
    [InlineData("profile --sweep ChunkSize=4,8 --rounds 1 --seconds 0.05")]
    [InlineData("lr-find --steps 12 --to 1")]
    [InlineData("preview sheet.png --images 7")]
    public async Task Run_WithBadRows_PassesOverThemAndSaysSo(string verb)
    {
        await DrawAsync();
        string[] rows = File.ReadAllLines(_directory.File("training.csv"));
        File.WriteAllLines(_directory.File("training.csv"), rows.Select((row, index) => index is 2 or 5 ? WithABadPixel(row) : row));

        HostResult result = await HostProcess.RunAsync(
            _directory.Path, null, [.. verb.Split(' '), .. Small, "--Training:BatchSize", "4", "--Data:BadRows", "Skip", "--Data:BadRowLimit", "2"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            "2 bad rows were left out:\n  training.csv, row 3, column 2: '999' is not a whole number from 0 to 255.\n"
            + "  training.csv, row 6, column 2: '999' is not a whole number from 0 to 255.\n",
            result.Error);
    }

    [Fact]
    public async Task Headroom_BatchesOfBadRowsOnly_TrainsOnTheOthers()
    {
        await DrawAsync();
        string[] rows = File.ReadAllLines(_directory.File("training.csv"));
        string[] profile = ["profile", "--headroom", "--rounds", "1", "--seconds", "0.05", .. Small, "--batch-size", "4", "--Pipeline:Shuffle", "None", "--Data:BadRows", "Skip"];
        File.WriteAllLines(_directory.File("training.csv"), rows.Select((row, index) => index < 4 ? WithABadPixel(row) : row));
        HostResult some = await HostProcess.RunAsync(_directory.Path, null, [.. profile, "--Data:BadRowLimit", "4"]);

        Assert.Equal(0, some.ExitCode);
        Assert.StartsWith("4 bad rows were left out:\n  training.csv, row 1, column 2: '999' is not", some.Error, StringComparison.Ordinal);
        Assert.Contains(" % of the ceiling is reached ", some.Output, StringComparison.Ordinal);

        File.WriteAllLines(_directory.File("training.csv"), rows.Select(WithABadPixel));
        HostResult all = await HostProcess.RunAsync(_directory.Path, null, [.. profile, "--Data:BadRowLimit", "100%"]);

        Assert.Equal(1, all.ExitCode);
        Assert.Equal(
            "Error: training.csv: all rows of the 10 batches of an epoch are bad and were skipped; there is nothing to train on. Mend the rows.\n", all.Error);
    }

    [Theory]
    [InlineData("--Data:ExtraColumns", "a,a", "Data:ExtraColumns: 'a,a' is not a list of columns")]
    [InlineData("--Data:BadRowLimit", "many", "Data:BadRowLimit: 'many' is not a limit of rows")]
    [InlineData("--Data:CacheMegabytes", "-1", "Data:CacheMegabytes is -1; it must be at least 0.")]
    public async Task Digest_BadDataSetting_IsRefused(string key, string value, string message)
    {
        HostResult refused = await HostProcess.RunAsync(_directory.Path, null, ["digest", .. Small, key, value]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A row with 999 for its first pixel.</summary>
    private static string WithABadPixel(string row)
    {
        string[] fields = row.Split(',', 3);
        return $"{fields[0]},999,{fields[2]}";
    }

    private async Task<string> DigestAsync(string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(_directory.Path, null, ["digest", .. arguments, "--batches", "4"]);
        Assert.Equal(string.Empty, result.Error);
        return result.Output;
    }

    private async Task DrawAsync()
    {
        HostResult result = await HostProcess.RunAsync(_directory.Path, null, "sample-data", "training.csv", "--count", "40", "--side", "8");
        Assert.Equal(0, result.ExitCode);
    }
}
