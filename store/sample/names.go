package sample

// language is what a buyer speaks, and so what the issuer's words are in.
type language uint8

const (
	portuguese language = iota
	spanishSpeaking
	english
)

// namesOf holds the names of one language, common ones, to be combined.
type namesOf struct {
	first, last []string
	between     []string // what may stand between two family names
	mark        byte     // between the names in an address; it keeps the languages' addresses apart
}

var names = [...]namesOf{
	portuguese: {
		first: []string{
			"Ana", "Adriana", "Aline", "Amanda", "André", "Antônio", "Beatriz", "Bruna", "Bruno", "Caio", "Camila", "Carla",
			"Carlos", "Carolina", "Cecília", "Cláudia", "Cristiane", "Daniel", "Daniela", "Débora", "Diego", "Eduarda",
			"Eduardo", "Elaine", "Eliane", "Érica", "Fabiana", "Felipe", "Fernanda", "Flávia", "Gabriela", "Gisele",
			"Glória", "Gustavo", "Helena", "Heloísa", "Inês", "Isabela", "Ivone", "Janaína", "Jéssica", "Joana", "João",
			"José", "Juliana", "Karina", "Larissa", "Letícia", "Lívia", "Luana", "Luciana", "Luís", "Luiza", "Marcela",
			"Márcia", "Marcos", "Maria", "Mariana", "Mônica", "Natália", "Patrícia", "Paula", "Priscila", "Rafael",
			"Raquel", "Renata", "Rita", "Rosângela", "Sabrina", "Simone", "Sônia", "Tainá", "Tatiane", "Thaís", "Vanessa",
			"Vera", "Verônica", "Vinícius", "Vitória", "Viviane", "Yasmin",
		},
		last: []string{
			"Almeida", "Alves", "Amaral", "Andrade", "Araújo", "Assunção", "Azevedo", "Barbosa", "Barros", "Batista",
			"Bezerra", "Borges", "Braga", "Brandão", "Brito", "Camargo", "Campos", "Cardoso", "Carvalho", "Castro",
			"Cavalcanti", "Coelho", "Correia", "Costa", "Cunha", "Dias", "Duarte", "Esteves", "Farias", "Fernandes",
			"Ferreira", "Figueiredo", "Fonseca", "França", "Freitas", "Garcia", "Gomes", "Gonçalves", "Guimarães", "Leal",
			"Leite", "Lima", "Lopes", "Macedo", "Machado", "Magalhães", "Marques", "Martins", "Medeiros", "Melo", "Mendes",
			"Miranda", "Monteiro", "Moraes", "Moreira", "Moura", "Nascimento", "Neves", "Nogueira", "Nunes", "Oliveira",
			"Pacheco", "Paiva", "Peixoto", "Pereira", "Pinheiro", "Pinto", "Pires", "Prado", "Queirós", "Ramos", "Reis",
			"Ribeiro", "Rocha", "Rodrigues", "Sá", "Sales", "Sampaio", "Santana", "Santos", "Silva", "Silveira", "Soares",
			"Souza", "Tavares", "Teixeira", "Vasconcelos", "Viana", "Vieira",
		},
		between: []string{"", "", "", "de", "de", "e"},
		mark:    '.',
	},
	spanishSpeaking: {
		first: []string{
			"Adriana", "Alejandra", "Alejandro", "Álvaro", "Andrea", "Ángela", "Beatriz", "Belén", "Camila", "Carmen",
			"Catalina", "Claudia", "Constanza", "Cristóbal", "Daniela", "Diego", "Elena", "Esteban", "Fernanda", "Florencia",
			"Gabriela", "Guadalupe", "Inés", "Isabel", "Javiera", "Jimena", "Joaquín", "Josefina", "Julián", "Lucía",
			"Macarena", "Marcela", "Martín", "Mercedes", "Mónica", "Natalia", "Nicolás", "Paloma", "Pilar", "Rocío", "Sebastián",
			"Sofía", "Soledad", "Tomás", "Valentina", "Verónica", "Ximena",
		},
		last: []string{
			"Acosta", "Aguilar", "Álvarez", "Bravo", "Cabrera", "Campos", "Cáceres", "Castillo", "Contreras", "Cruz", "Díaz",
			"Espinoza", "Fernández", "Flores", "Fuentes", "García", "Gómez", "González", "Gutiérrez", "Guzmán", "Hernández",
			"Herrera", "Ibáñez", "Jiménez", "López", "Martínez", "Medina", "Mendoza", "Molina", "Morales", "Muñoz", "Núñez",
			"Ortega", "Ortiz", "Peña", "Pérez", "Ramírez", "Ramos", "Reyes", "Ríos", "Rojas", "Romero", "Ruiz", "Salazar",
			"Sánchez", "Sepúlveda", "Silva", "Soto", "Torres", "Valdés", "Vargas", "Vázquez", "Zúñiga",
		},
		between: []string{""},
		mark:    '_',
	},
	english: {
		first: []string{
			"Abigail", "Amy", "Andrew", "Ashley", "Brian", "Caroline", "Chloë", "Christine", "Claire", "Daniel", "Deborah",
			"Emily", "Emma", "Grace", "Hannah", "Heather", "Jack", "Jessica", "Julie", "Karen", "Kate", "Laura", "Lauren",
			"Linda", "Lucy", "Megan", "Michelle", "Nancy", "Olivia", "Rachel", "Rebecca", "Renée", "Ruth", "Sarah", "Siân",
			"Sophie", "Susan", "Thomas", "Victoria", "William", "Zoë",
		},
		last: []string{
			"Adams", "Allen", "Baker", "Bell", "Bennett", "Brooks", "Brown", "Carter", "Clark", "Collins", "Cook", "Cooper",
			"Davies", "Edwards", "Evans", "Fisher", "Foster", "Gray", "Green", "Griffin", "Hall", "Harris", "Hill", "Hughes",
			"Kelly", "King", "Lewis", "Martin", "Miller", "Moore", "Morgan", "Murphy", "Nelson", "O'Brien", "Parker",
			"Phillips", "Price", "Reed", "Roberts", "Scott", "Shaw", "Stewart", "Taylor", "Turner", "Walker", "Ward", "Watson",
			"White", "Wilson", "Wood", "Wright", "Young",
		},
		between: []string{""},
		mark:    '-',
	},
}

// place is where buyers live.
type place struct {
	country, state, city string
	lang                 language
	dial                 string // the start of a number that nobody has
	document             bool   // buyers there give a taxpayer number
}

// brazil lists cities by how many buyers they have, the first ones more often.
var brazil = [...]place{
	{"Brasil", "SP", "São Paulo", portuguese, "5511", true}, {"Brasil", "RJ", "Rio de Janeiro", portuguese, "5521", true},
	{"Brasil", "MG", "Belo Horizonte", portuguese, "5531", true}, {"Brasil", "PR", "Curitiba", portuguese, "5541", true},
	{"Brasil", "BA", "Salvador", portuguese, "5571", true}, {"Brasil", "SP", "Campinas", portuguese, "5519", true},
	{"Brasil", "RS", "Porto Alegre", portuguese, "5551", true}, {"Brasil", "CE", "Fortaleza", portuguese, "5585", true},
	{"Brasil", "PE", "Recife", portuguese, "5581", true}, {"Brasil", "GO", "Goiânia", portuguese, "5562", true},
	{"Brasil", "DF", "Brasília", portuguese, "5561", true}, {"Brasil", "SC", "Florianópolis", portuguese, "5548", true},
	{"Brasil", "SP", "Ribeirão Preto", portuguese, "5516", true}, {"Brasil", "ES", "Vitória", portuguese, "5527", true},
	{"Brasil", "PA", "Belém", portuguese, "5591", true}, {"Brasil", "AM", "Manaus", portuguese, "5592", true},
	{"Brasil", "MA", "São Luís", portuguese, "5598", true}, {"Brasil", "PB", "João Pessoa", portuguese, "5583", true},
	{"Brasil", "MT", "Cuiabá", portuguese, "5565", true}, {"Brasil", "RN", "Natal", portuguese, "5584", true},
	{"Brasil", "MG", "Uberlândia", portuguese, "5534", true}, {"Brasil", "SC", "Joinville", portuguese, "5547", true},
	{"Brasil", "AL", "Maceió", portuguese, "5582", true}, {"Brasil", "PR", "Londrina", portuguese, "5543", true},
}

// Where those live who pay in another currency than Brazil's.
var (
	euros = [...]place{
		{"Portugal", "", "Lisboa", portuguese, "351900", true}, {"Portugal", "", "Porto", portuguese, "351900", true},
		{"Portugal", "", "Braga", portuguese, "351900", true}, {"Espanha", "", "Madrid", spanishSpeaking, "34600", false},
		{"Irlanda", "", "Dublin", english, "353890", false},
	}
	dollars = [...]place{
		{"Estados Unidos", "TX", "Austin", english, "1", false}, {"Estados Unidos", "OR", "Portland", english, "1", false},
		{"Estados Unidos", "FL", "Orlando", portuguese, "1", false}, {"México", "", "Guadalajara", spanishSpeaking, "523300", false},
		{"México", "", "Ciudad de México", spanishSpeaking, "525500", false}, {"Argentina", "", "Córdoba", spanishSpeaking, "5493510", false},
		{"Colômbia", "", "Medellín", spanishSpeaking, "57300", false}, {"Reino Unido", "", "Leeds", english, "447700", false},
	}
	pesos = [...]place{
		{"Chile", "", "Santiago", spanishSpeaking, "56900", false}, {"Chile", "", "Valparaíso", spanishSpeaking, "56900", false},
		{"Chile", "", "Concepción", spanishSpeaking, "56900", false},
	}
)
