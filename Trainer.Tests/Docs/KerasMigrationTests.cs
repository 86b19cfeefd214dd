using System.Runtime.CompilerServices;
using System.Text;
using ScottPlot;
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Metrics;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Docs;

/// <summary>The samples of docs/keras-migration.md: they stand here, letter by letter, and run on tiny data.</summary>
[Collection(TorchCollection.Name)]
public sealed class KerasMigrationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _printed = new() { NewLine = "\n" };

    public KerasMigrationTests() => Console.SetOut(_printed);

    public void Dispose()
    {
        Console.SetOut(_console);
        _printed.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Page_Samples_AreTheCodeBelow()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        string[] blocks = [.. File.ReadAllText(Path.Combine(root, "docs", "keras-migration.md")).Split("```csharp\n")[1..].Select(block => block.Split("```")[0])];
        string code = Normalized(File.ReadAllText(ThisFile()));

        Assert.Equal(8, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Normalized(block), code, StringComparison.Ordinal));
    }

    [Fact]
    public void Arrays_Sample_TrainsAndEvaluates()
    {
        Arrays(TinyData.Shape, 3, TinyData.Images(20), TinyData.Labels(20), TinyData.Images(9), TinyData.Labels(9), epochs: 3);

        Assert.Contains("Epoch 3/3\n", _printed.ToString(), StringComparison.Ordinal);
        Assert.Contains(", accuracy ", _printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Network_Sample_Trains() => Network(TinyData.Images(12), TinyData.Labels(12));

    [Fact]
    public void Generator_Sample_IsTheWholeTutorial()
    {
        string training = WriteCsv("training.csv", 10);
        string testing = WriteCsv("testing.csv", 6);
        Tutorial(training, testing, _directory.File("plot.png"), epochs: 1, batchSize: 4);

        Assert.StartsWith("[INFO] training w/ generator...\nEpoch 1/1\n2/2 [====", _printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("              precision    recall  f1-score   support", _printed.ToString(), StringComparison.Ordinal);
        Assert.True(new FileInfo(_directory.File("plot.png")).Length > 1000);
    }

    [Fact]
    public void TrainOnBatch_Sample_Trains()
    {
        using var dataset = new MemoryDataset(12);
        using Model model = TinyModel.Make();
        Loop(model, dataset, epochs: 2);

        Assert.Equal(2, _printed.ToString().Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Equal(2, model.Optimizer!.Updates);
    }

    [Fact]
    public void OwnGenerator_Sample_Trains()
    {
        for (int file = 0; file < 3; file++)
        {
            File.WriteAllBytes(_directory.File($"{file}.bin"), TinyData.Bytes(8));
        }

        using Model model = TinyModel.Make();
        Assert.Equal(3, Own(model, _directory.Path)["loss"].Count);
        Assert.Equal(9, model.Optimizer!.Updates);
    }

    [Fact]
    public void Callbacks_Sample_LeavesItsFiles()
    {
        using Model model = TinyModel.Make();
        var data = BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20));
        CallbacksSample(model, data, data, _directory.Path);

        Assert.True(File.Exists(_directory.File("best.dat")));
        Assert.True(File.Exists(_directory.File("log.csv")));
        Assert.True(Directory.Exists(_directory.File("logs")));
        Assert.Contains("longest epoch: ", _printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_Sample_PrintsClasses()
    {
        using Model model = TinyModel.Make();
        PredictSample(model, TinyData.Images(5), TinyData.Shape);

        Assert.Equal(5, _printed.ToString().Trim().Split('\n').Length);
    }

    private static void Arrays(ImageShape shape, int classes, float[] trainX, int[] trainY, float[] testX, int[] testY, int epochs)
    {
        using Model model = Model.Create(() => new MiniVggNet(shape, classes), seed: 1);
        model.Compile(
            new Sgd(learningRate: 0.01, momentum: 0.9),
            new SparseCategoricalCrossentropy(),
            metrics: [new Accuracy(), new TopKCategoricalAccuracy(k: 2)]);
        History history = model.Fit(trainX, shape, trainY, new()
        {
            BatchSize = 32,
            Epochs = epochs,
            ValidationSplit = 0.1,
            ClassWeight = new Dictionary<int, double> { [0] = 2.0 },
            Verbose = 1,
        });

        Evaluation evaluation = model.Evaluate(BatchSource.From(testX, shape, testY));
        Console.WriteLine($"loss {evaluation.Loss:F4}, accuracy {evaluation.Accuracy:P1}, best epoch {history["val_loss"].Min():F4}");
    }

    private static void Network(float[] trainX, int[] trainY)
    {
        using Model model = Model.Create(
            () => Sequential(
                ("conv", Conv2d(3, 8, kernel_size: 3, padding: 1)),
                ("relu", ReLU()),
                ("flatten", Flatten()),
                ("logits", Linear(8 * 4 * 4, 3))),
            seed: 1);
        var schedule = new CosineDecay(initialRate: 0, decaySteps: 90, warmupTarget: 0.001, warmupSteps: 10);
        model.Compile(new AdamW(schedule) { WeightDecay = 0.01, GlobalClipNorm = 1.0 }, new SparseCategoricalCrossentropy(labelSmoothing: 0.1));

        using Tensor x = tensor(trainX).reshape(-1, 3, 4, 4);
        using Tensor y = tensor(trainY);
        model.Fit(x, y, new() { Epochs = 2 });
    }

    private static void Tutorial(string trainCsv, string testCsv, string plotFile, int epochs = 75, int batchSize = 32)
    {
        // One look at each file counts its rows, and collects and sorts the classes.
        using CsvImageDataset training = CsvImageDataset.Open(trainCsv);
        using CsvImageDataset testing = CsvImageDataset.Open(testCsv, labels: training.Labels);

        var aug = new ImageDataGenerator(new()
        {
            RotationRange = 20,
            ZoomRange = 0.15,
            WidthShiftRange = 0.2,
            HeightShiftRange = 0.2,
            ShearRange = 0.15,
            HorizontalFlip = true,
            FillMode = FillMode.Nearest,
        });

        // The generators: with StepsPerEpoch they are endless, in file order, as the tutorial's.
        using var trainGen = new InputPipeline(training, aug, new() { BatchSize = batchSize, StepsPerEpoch = training.Count / batchSize });
        using var testGen = new InputPipeline(testing, options: new() { BatchSize = batchSize, StepsPerEpoch = testing.Count / batchSize });

        using Model model = Model.Create(() => new MiniVggNet(training.Shape, training.Labels.Classes.Count), seed: 1);
        model.Compile(new Sgd(learningRate: 1e-2, momentum: 0.9, decay: 1e-2 / epochs), new SparseCategoricalCrossentropy());

        Console.WriteLine("[INFO] training w/ generator...");
        History history = model.Fit(trainGen, new FitOptions { Epochs = epochs, ValidationData = testGen, Verbose = 1 });

        // Every row once, and nobody counts steps.
        Console.WriteLine("[INFO] evaluating network...");
        using var everyRow = new InputPipeline(testing, options: new() { BatchSize = batchSize });
        Predictions predictions = model.Predict(everyRow);
        ConfusionMatrix confusion = ConfusionMatrix.Count(predictions.Labels, predictions.ArgMax(), testing.Labels.Classes.Count);
        Console.WriteLine(new ClassificationReport(confusion, testing.Labels.Classes));

        // ScottPlot, as an example of a plotting library.
        using var plot = new Plot();
        double[] numbers = [.. history.Epochs.Select(epoch => (double)epoch)];
        foreach (string metric in history.Metrics)
        {
            plot.Add.ScatterLine(numbers, [.. history[metric]]).LegendText = metric;
        }

        plot.ShowLegend();
        plot.SavePng(plotFile, 800, 600);
    }

    private static void Loop(Model model, IImageDataset dataset, int epochs)
    {
        var augmentation = new ImageDataGenerator(new() { HorizontalFlip = true });
        using var batches = new InputPipeline(dataset, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1 });
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int step = 0; step < batches.StepsPerEpoch; step++)
            {
                using Batch batch = batches.Take()!;
                BatchResult result = model.TrainOnBatch(batch);
                Console.WriteLine($"epoch {epoch + 1}, step {step + 1}: loss {result.Loss:F4}, accuracy {result.Accuracy:P0}");
            }
        }
    }

    private static History Own(Model model, string folder)
    {
        static async IAsyncEnumerable<SampleBatch> ReadBatches(string folder)
        {
            var shape = new ImageShape(Height: 4, Width: 4, Channels: 3);
            foreach (string file in Directory.GetFiles(folder, "*.bin"))
            {
                byte[] pixels = await File.ReadAllBytesAsync(file);
                float[] images = Array.ConvertAll(pixels, pixel => (float)pixel);
                int[] labels = [.. Enumerable.Range(0, images.Length / shape.Length).Select(i => i % 3)];
                yield return SampleBatch.From(images, shape, labels);
            }
        }

        History history = model.Fit(ReadBatches(folder), new() { Epochs = 3 });
        return history;
    }

    private static void CallbacksSample(Model model, BatchSource training, BatchSource validation, string folder)
    {
        var stopwatch = new LongestEpoch();
        using var stopping = new EarlyStopping(monitor: "val_loss", patience: 10, restoreBestWeights: true);
        model.Fit(training, new()
        {
            Epochs = 5,
            ValidationData = validation,
            Callbacks =
            [
                new ReduceLROnPlateau(monitor: "val_loss", factor: 0.5, patience: 5),
                new ModelCheckpoint(Path.Combine(folder, "best.dat"), monitor: "val_loss", saveBestOnly: true),
                stopping,
                new CsvLogger(Path.Combine(folder, "log.csv")),
                new TensorBoard(Path.Combine(folder, "logs"), histogramFrequency: 1),
                new TerminateOnNaN(),
                new LambdaCallback { EpochEnd = (epoch, logs) => Console.WriteLine($"{epoch}: {logs["val_loss"]:F4}") },
                stopwatch,
            ],
        });
        Console.WriteLine($"longest epoch: {stopwatch.Longest.TotalSeconds:F1} s");
    }

    internal sealed class LongestEpoch : Callback
    {
        private long _began;

        public TimeSpan Longest { get; private set; }

        public override void OnEpochBegin(int epoch) => _began = Environment.TickCount64;

        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
        {
            var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - _began);
            Longest = elapsed > Longest ? elapsed : Longest;
        }
    }

    private static void PredictSample(Model model, float[] images, ImageShape shape)
    {
        Predictions predictions = model.Predict(BatchSource.From(images, shape));
        int[] best = predictions.ArgMax();
        for (int i = 0; i < predictions.Count; i++)
        {
            Console.WriteLine($"image {predictions.Rows[i]}: class {best[i]}, probability {predictions[i][best[i]]:F3}");
        }
    }

    private static string Normalized(string code) => string.Join('\n', code.Trim().Split('\n').Select(line => line.Trim()));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary>Rows of 64×64×3 pixels in three classes.</summary>
    private string WriteCsv(string name, int rows)
    {
        var text = new StringBuilder();
        for (int row = 0; row < rows; row++)
        {
            text.Append("abc"[row % 3]).AppendJoin(string.Empty, Enumerable.Range(0, 64 * 64 * 3).Select(i => $",{(row + i) % 256}")).Append('\n');
        }

        File.WriteAllText(_directory.File(name), text.ToString());
        return _directory.File(name);
    }
}
