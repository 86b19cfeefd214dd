using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;

namespace Trainer.Host.Commands;

/// <summary><c>preview</c>: draws a contact sheet of what the augmentation does.</summary>
internal static class PreviewCommand
{
    private const int MaxImages = 64;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "preview", "Draw a PNG sheet: images as they are, and augmented versions beside each.");
        var options = new SettingsOptions(command, ["--training", "--seed"]);
        var file = new Argument<string>("PNG")
        {
            Description = "The picture to write.",
            DefaultValueFactory = _ => "preview.png",
        };
        var images = new Option<int>("--images")
        {
            Description = "How many images, from the first row on.",
            DefaultValueFactory = _ => 4,
        };
        var versions =
            new Option<int>("--versions") { Description = "Augmented versions of each.", DefaultValueFactory = _ => 6 };
        command.Arguments.Add(file);
        command.Options.Add(images);
        command.Options.Add(versions);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            int rows = Within("--images", parsed.GetValue(images));
            int columns = Within("--versions", parsed.GetValue(versions));
            return JobHost.RunAsync((terminal, cancellation) =>
                new PreviewJob(settings, parsed.GetRequiredValue(file), rows, columns, terminal).Run(cancellation));
        });
        return command;
    }

    private static int Within(string name, int value) => value is >= 1 and <= MaxImages
        ? value
        : throw new SettingsException($"{name} is {value}; it must be from 1 to {MaxImages}.");
}
