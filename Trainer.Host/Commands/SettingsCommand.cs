using System.CommandLine;
using Trainer.Host.Configuration;

namespace Trainer.Host.Commands;

/// <summary><c>settings</c>: what is in force, where it comes from and what it means.</summary>
internal static class SettingsCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "settings", "Print the settings in force with their defaults, where they come from and what they mean.");
        var options = new SettingsOptions(command);
        var filter = new Argument<string?>("filter")
        {
            Description = "Print only those whose key or meaning has this text.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var schema = new Option<bool>("--schema")
        {
            Description = "Print the JSON schema of files of settings instead, for editors.",
        };
        var table = new Option<bool>("--markdown") { Description = "Print the table of the documentation instead." };
        command.Arguments.Add(filter);
        command.Options.Add(schema);
        command.Options.Add(table);
        command.SetAction(parsed =>
        {
            Terminal terminal = Terminal.Process();
            terminal.Out.Write(
                parsed.GetValue(schema) ? SettingsSchema.Text()
                : parsed.GetValue(table) ? SettingsPage.Table()
                : SettingsListing.Text(SettingsLoader.Sources(options.ReadSources(parsed)), parsed.GetValue(filter)));
            return ExitCode.Done;
        });
        return command;
    }
}
