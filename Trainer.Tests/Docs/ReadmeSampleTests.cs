using System.Runtime.CompilerServices;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Xunit;

namespace Trainer.Tests.Docs;

/// <summary>The README opens with a sample; it compiles, because it stands here, letter by letter.</summary>
public sealed class ReadmeSampleTests
{
    [Fact]
    public void Readme_Sample_IsTheCodeBelow()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        string sample = File.ReadAllText(Path.Combine(root, "README.md")).Split("```csharp\n")[1].Split("```")[0];
        string[] expected = [.. sample.Trim().Split('\n').Select(line => line.Trim())];
        string[] code = [.. File.ReadLines(ThisFile()).Select(line => line.Trim())];
        int start = Array.IndexOf(code, expected[0]);

        Assert.True(start >= 0, "The sample's first line does not stand in this file.");
        Assert.Equal(expected, code[start..(start + expected.Length)]);
    }

    internal static void Sample()
    {
        using CsvImageDataset training = CsvImageDataset.Open("training.csv");
        using CsvImageDataset testing = CsvImageDataset.Open("testing.csv", labels: training.Labels);
        var augmentation = new ImageDataGenerator(new() { RotationRange = 20, ZoomRange = 0.15, HorizontalFlip = true });
        using var batches = new InputPipeline(training, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1 });
        using var validation = new InputPipeline(testing);
        using Model model = Model.Create(() => new MiniVggNet(training.Shape, training.Labels.Classes.Count), seed: 1);
        model.Compile(new Sgd(learningRate: 0.01, momentum: 0.9), new SparseCategoricalCrossentropy());
        History history = model.Fit(batches, epochs: 20, validation);
        Console.WriteLine($"validation accuracy {history["val_accuracy"][^1]:P1}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
