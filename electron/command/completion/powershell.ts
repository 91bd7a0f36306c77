import { listValueFlags, type CompletedCommand, type Offer } from './completion-model.ts';

/** For PowerShell 5 or newer. */
export function toPowershellCompletion(commands: readonly CompletedCommand[]): string {
  const valueFlags = listValueFlags();
  return `# Completion of portreeve for PowerShell. Put this into $PROFILE:
#   portreeve completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName portreeve -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $verbs = [ordered]@{
${commands.map(({ verb, text }) => `    '${verb}' = ${quote(text)}`).join('\n')}
  }
  $flags = @{
${commands.map(({ verb, flags }) => `    '${verb}' = @(${flags.map(({ flag }) => `'${flag}'`).join(', ')}, '--help')`).join('\n')}
  }
  $values = @{
${valueFlags.map(({ flag, value }) => `    '${flag}' = { ${toOffered(value)} }`).join('\n')}
  }
  $words = @{
${commands.flatMap(({ verb, words }) => words.map((word, place) => `    '${verb}:${place}' = { ${toOffered(word)} }`)).join('\n')}
  }
  $given = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  $verb = $null
  $place = 0
  for ($i = 0; $i -lt $given.Count; $i++) {
    if ($values.ContainsKey($given[$i])) { $i++ }
    elseif ($given[$i].StartsWith('-')) { }
    elseif ($null -eq $verb) { $verb = $given[$i] }
    else { $place++ }
  }
  $previous = if ($given.Count -gt 0) { $given[-1] } else { '' }
  $offered = if ($values.ContainsKey($previous)) { & $values[$previous] }
  elseif ($wordToComplete.StartsWith('-')) { if ($flags.ContainsKey("$verb")) { $flags[$verb] } else { '--help', '--version' } }
  elseif ($null -eq $verb) { $verbs.Keys }
  elseif ($words.ContainsKey("\${verb}:$place")) { & $words["\${verb}:$place"] }
  $offered | Where-Object { "$_" -ne '' } | ForEach-Object {
    $value, $text = "$_" -split "\`t", 2
    if (-not $text) { $text = if ($verbs.Contains($value)) { $verbs[$value] } else { $value } }
    if ($value.StartsWith($wordToComplete)) {
      $written = if ($value -match '^[\\w.\\-]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
      [System.Management.Automation.CompletionResult]::new($written, $value, 'ParameterValue', $text)
    }
  }
}`;
}

function toOffered(offer: Offer): string {
  switch (offer.kind) {
    case 'choices':
      return offer.choices.map((choice) => `'${choice}'`).join(', ');
    case 'candidates':
      return `portreeve complete ${offer.candidates} 2>$null`;
    case 'folders':
      return 'Get-ChildItem -Directory -Path "$wordToComplete*" | ForEach-Object { $_.Name }';
    case 'nothing':
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
